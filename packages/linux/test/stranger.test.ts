import { spawn } from 'node:child_process';
import { release } from 'node:os';
import { describe, expect, it } from 'vitest';
import { loadLinux } from '../src/index.ts';

const linux = process.platform === 'linux' ? await loadLinux() : undefined;
const [major = 0, minor = 0] = release().split('.').map(Number);

interface Stranger {
  readonly pid: number;
  readonly gone: Promise<unknown>;
  readonly go: () => void;
}

/** A process that is not this one's child, and goes on when it is let: its parent waits for it and then ends. */
const grandchild = async (script: string): Promise<Stranger> => {
  const child = spawn('sh', ['-c', `exec 3<&0; sh -c 'read -r x <&3; ${script}' & echo $!; wait`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const pid = await new Promise<number>((resolve) =>
    child.stdout.once('data', (text) => resolve(Number(text))),
  );
  return { pid, gone, go: () => void child.stdin.end('\n') };
};

it.skipIf(!linux)('says whether the kernel tells strangers (needs Linux)', () => {
  expect(linux?.tellsStrangers).toBe(major > 6 || (major === 6 && minor >= 15));
});

describe.skipIf(!linux?.tellsStrangers)('the end of another’s child (needs Linux 6.15)', () => {
  it.each([
    ['exit 42', { exitCode: 42, signal: null }],
    ['exit 0', { exitCode: 0, signal: null }],
    ['kill -9 $$', { exitCode: 137, signal: 'SIGKILL' }],
    ['kill -15 $$', { exitCode: 143, signal: 'SIGTERM' }],
  ] as const)('is true: %s', async (script, end) => {
    const { pid, gone, go } = await grandchild(script);
    const claim = linux?.endOfStranger(pid);
    go();
    expect(await claim?.exited).toEqual(end);
    await gone;
  });

  it('is told for many at once', async () => {
    const strangers = await Promise.all(Array.from({ length: 30 }, (_, code) => grandchild(`exit ${code}`)));
    const claims = strangers.map(({ pid }) => linux?.endOfStranger(pid).exited);
    for (const { go } of strangers) go();
    const ends = await Promise.all(claims);
    expect(ends.map((end) => end?.exitCode)).toEqual(Array.from({ length: 30 }, (_, code) => code));
    await Promise.all(strangers.map(({ gone }) => gone));
  });

  it('is ESRCH where there is no such process', async () => {
    await expect(linux?.endOfStranger(2 ** 22 - 1).exited).rejects.toMatchObject({ code: 'ESRCH' });
  });
});
