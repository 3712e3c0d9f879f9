import type { KillTarget } from '@caisson/driver-kit';
import { RuntimeError } from '@caisson/errors';
import { describe, expect, it } from 'vitest';
import { killing } from '../../src/kill.ts';

/** Of a release's words and of processes that are none: what the engine beneath is asked to do. */
const asked = (version: string, refused?: RuntimeError) => {
  const calls: unknown[] = [];
  const kill = killing({
    version: `runc version ${version}\ncommit: none\n`,
    processes: async () => [7, 8, 9].map((pid) => ({ pid })),
    kill: async (_id, signal, to: KillTarget) => {
      calls.push([signal, to.all, to.pid]);
      if (to.pid === 8 && refused) throw refused;
    },
  });
  return { calls, kill };
};

const all = { all: true, pid: undefined };
const gone = new RuntimeError('ERR_CONTAINER_NOT_RUNNING', 'no process 8');

describe('kill', () => {
  it.each(['1.1.5+ds1', '1.1.15'])(
    'leaves all to runc %s, which freezes and signals them',
    async (version) => {
      const { calls, kill } = asked(version);
      await kill('a', 'SIGTERM', all);
      expect(calls).toEqual([['SIGTERM', true, undefined]]);
    },
  );

  it.each(['1.2.0', '1.3.6+ds1', '1.10.0', '2.0.0'])(
    'signals each itself with all where runc %s signals init alone',
    async (version) => {
      const { calls, kill } = asked(version);
      await kill('a', 'SIGTERM', all);
      expect(calls).toEqual([7, 8, 9].map((pid) => ['SIGTERM', false, pid]));
    },
  );

  it.each(['SIGKILL', 9] as const)('leaves %s to runc, which takes them all along', async (signal) => {
    const { calls, kill } = asked('1.3.6');
    await kill('a', signal, all);
    expect(calls).toEqual([[signal, true, undefined]]);
  });

  it.each([
    { all: false, pid: undefined },
    { all: true, pid: 8 },
  ])('passes %o on', async (to) => {
    const { calls, kill } = asked('1.3.6');
    await kill('a', 15, to);
    expect(calls).toEqual([[15, to.all, to.pid]]);
  });

  it('succeeds where one has ended meanwhile, and rejects where one cannot be signalled', async () => {
    const { calls, kill } = asked('1.3.6', gone);
    await kill('a', 'SIGTERM', all);
    expect(calls).toHaveLength(3);
    const refused = new RuntimeError('ERR_PERMISSION', 'no');
    await expect(asked('1.3.6', refused).kill('a', 'SIGTERM', all)).rejects.toBe(refused);
  });
});
