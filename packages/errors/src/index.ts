export { isRuntimeError } from './guard.ts';
export { InvalidOptionError } from './invalid-option-error.ts';
export { RuntimeError } from './runtime-error.ts';
