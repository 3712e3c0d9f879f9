import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { hears } from '../../src/process/hears.ts';

const askedOf = async (script: string): Promise<boolean> => {
  const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    await once(child.stdout, 'data');
    return hears(child.pid ?? 0, 'SIGTERM');
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
};

it.skipIf(process.platform !== 'linux')(
  'is so of a process that handles the signal, and of none that does not or ignores it (needs Linux)',
  async () => {
    expect(await askedOf('trap : TERM; echo; read -r _')).toBe(true);
    expect(await askedOf('echo; read -r _')).toBe(false);
    expect(await askedOf('trap "" TERM; echo; read -r _')).toBe(false);
  },
);

it('is taken to be so where it cannot be told', () => {
  expect(hears(2 ** 30, 'SIGTERM')).toBe(true);
});
