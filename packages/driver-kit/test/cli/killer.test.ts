import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { killer } from '../../src/cli/killer.ts';
import { processGroupOf, processStart } from '../../src/cli/process-start.ts';
import { linux } from '../fixtures/host.ts';
import { turns } from '../fixtures/turn.ts';
import { until } from '../fixtures/until.ts';

const started: ChildProcess[] = [];
/** A process that leads a group, and a child of it in that group; both print that they are there. */
const group = async (
  script: string,
): Promise<{ leader: ChildProcess; exited: Promise<unknown>; member: number }> => {
  const leader = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(leader);
  const exited = once(leader, 'exit');
  const [printed] = (await once(leader.stdout ?? expect.fail(), 'data')) as [Buffer];
  return { leader, exited, member: Number(String(printed)) };
};
const lives = (pid: number): boolean => processStart(pid) !== undefined;

afterAll(() => {
  for (const { pid } of started) {
    try {
      process.kill(-Number(pid), 'SIGKILL');
    } catch {
      // It is gone.
    }
  }
});

describe.skipIf(!linux)('a killer (needs Linux)', () => {
  test('signals the process alone, or its whole group', async () => {
    const { leader, exited, member } = await group('trap "" USR1; sleep 7613 & echo $!; wait');
    const kill = killer(Number(leader.pid), exited);
    await kill('SIGUSR1', false);
    expect([lives(Number(leader.pid)), lives(member)]).toEqual([true, true]);
    await kill('SIGKILL', true);
    expect(await exited).toEqual([null, 'SIGKILL']);
    await until('the member is gone', () => !lives(member));
  });

  test('reaches the group that a leader which has ended left behind', async () => {
    const { leader, exited, member } = await group('sleep 7613 & echo $!');
    const kill = killer(Number(leader.pid), exited);
    await exited;
    expect(lives(member)).toBe(true);
    expect(processGroupOf(member)).toBe(leader.pid);
    await kill('SIGTERM', true);
    await until('the member is gone', () => !lives(member));
  });

  test('does nothing where all are gone', async () => {
    const { leader, exited } = await group('echo 0');
    const kill = killer(Number(leader.pid), exited);
    await exited;
    await kill('SIGKILL', false);
    await kill('SIGKILL', true);
  });

  test('leaves a stranger alone who has got the number meanwhile', async () => {
    const { leader: stranger } = await group('echo 0; exec sleep 7613');
    const kill = killer(Number(stranger.pid), Promise.resolve());
    await turns(1);
    await kill('SIGKILL', true);
    await kill('SIGKILL', false);
    await turns();
    expect(lives(Number(stranger.pid))).toBe(true);
  });
});

describe.skipIf(!linux)('a process’s start (needs Linux)', () => {
  test('names it for good, and is unknown for who is gone or a zombie', async () => {
    const own = processStart(process.pid);
    expect(own).toMatch(/^\d+$/);
    expect(processStart(process.pid)).toBe(own);
    expect(processStart(2 ** 22 + 1)).toBeUndefined();
    const child = spawn('true');
    // Node has not reaped it yet, for its event loop has not turned.
    while (
      existsSync(`/proc/${child.pid}`) &&
      !/\) Z /.test(readFileSync(`/proc/${child.pid}/stat`, 'latin1'))
    );
    expect(processStart(Number(child.pid))).toBeUndefined();
    await once(child, 'exit');
  });
});
