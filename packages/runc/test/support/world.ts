import { type RuncOptions, runc } from '../../src/index.ts';
import { able } from './modes.ts';
import { type World, worldOf } from './world-of.ts';

export { sh, type World } from './world-of.ts';

/** Call it at the top of a test file: at the file's end it asserts that nothing is left of all that was made. */
export const world = (): World<RuncOptions> => worldOf<RuncOptions>({ binary: 'runc', driver: runc, able });
