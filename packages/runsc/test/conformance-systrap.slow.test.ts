import { theKit } from './support/the-kit.ts';
import { onEach } from './support/world.ts';

onEach('the contract', theKit());
