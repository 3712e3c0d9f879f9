import { theKit } from './support/the-kit.ts';
import { onPtrace } from './support/world.ts';

onPtrace('the contract', theKit());
