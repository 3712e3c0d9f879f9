import { describe, expect, it } from 'vitest';
import { providePrograms } from './programs.mjs';
import { setUp } from './set-up.mjs';

const debian = { linux: true, root: true, apt: true, node: '24.0.0' };
const missing = { command: 'no-such-runtime', atLeast: '1.1', debian: 'no-such-package', why: 'a test' };

describe('setUp', () => {
  it('refuses a demo off Linux', async () => {
    await expect(setUp('demo', { ...debian, linux: false })).rejects.toThrow('Containers need Linux.');
  });

  it('refuses a demo to all but root', async () => {
    await expect(setUp('demo', { ...debian, root: false })).rejects.toThrow('Run this as root');
  });

  it('refuses an old Node where none comes with the dependencies', async () => {
    const mac = { linux: false, root: false, apt: false, node: '20.1.0' };
    await expect(setUp('test', mac)).rejects.toThrow('Node 22.22 or later is needed; this is 20.1.0');
  });
});

describe('providePrograms', () => {
  it('wants nothing where everything is there', async () => {
    expect(await providePrograms([{ command: 'sh', debian: 'dash', why: 'a test' }], debian)).toEqual([]);
  });

  it.each([
    [{ root: false }, 'only root can install it'],
    [{ apt: false }, 'there is no apt-get to install it with'],
  ])('says what to install where it may not: %o', async (lack, why) => {
    expect(await providePrograms([missing], { ...debian, ...lack })).toEqual([
      `Install no-such-runtime 1.1 or later, e.g. apt-get install no-such-package (there is no no-such-runtime, and ${why}).`,
    ]);
  });

  it('takes a program that is too old for missing', async () => {
    const [sentence] = await providePrograms([{ ...missing, command: 'node', atLeast: '999' }], {
      ...debian,
      apt: false,
    });
    expect(sentence).toMatch(/^Install node 999 or later.*\/node is \d+\./);
  });
});
