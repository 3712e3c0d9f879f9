import { youki } from '../src/index.ts';
import { contract } from './contract.ts';

await contract(youki);
