import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { backends, buildLibrary, fakeCuda } from './fixtures/fake-cuda.ts';

it.skipIf(!backends.includes('driver'))(
  'the driver’s API is played by a library (needs a C compiler)',
  () => {
    expect(existsSync(buildLibrary(fakeCuda().dir))).toBe(true);
  },
);
