import { acme } from '../src/index.ts';
import { contract } from './contract.ts';

await contract(acme);
