import { memoryFixture } from '../../../memory/test/support/fixture.ts';
import { runtimeConformance } from '../../src/index.ts';
import type { Specimen } from './specimen.ts';
import { type Examined, type Examining, through } from './through.ts';

/** Takes a broken runtime through the kit, or through the tests of these names. */
export const examine = (
  { breaks, options = {}, parts = {} }: Omit<Specimen, 'it'>,
  examining?: Examining,
): Promise<Examined> => {
  const factory = async () => ({ ...(await memoryFixture(options, breaks)), ...parts });
  return through((suite) => runtimeConformance({ ...suite, factory }), examining);
};
