import { theKit } from './support/the-kit.ts';
import { inForeground } from './support/world.ts';

inForeground('the contract', theKit());
