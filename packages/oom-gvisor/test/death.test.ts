import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endOf } from '../src/death.ts';

describe.skipIf(process.platform !== 'linux')(
  'the end of a process that nobody has reaped (needs Linux)',
  () => {
    // A shell that starts another and becomes a program that never waits for it.
    const zombie = async (
      script: string,
    ): Promise<{ readonly pid: number; readonly end: () => Promise<void> }> => {
      const parent = spawn('sh', ['-c', `sh -c '${script}' & echo $!; exec sleep 1000`]);
      const [line] = await once(parent.stdout, 'data');
      return {
        pid: Number(line),
        end: async () => {
          parent.kill('SIGKILL');
          await once(parent, 'close');
        },
      };
    };

    it.each([
      ['sleep 0.3; exit 3', { exitCode: 3, signal: null }],
      ['sleep 0.3; kill -KILL $$', { exitCode: 137, signal: 'SIGKILL' }],
    ])('of %s is told', async (script, end) => {
      const child = await zombie(script);
      await expect.poll(() => endOf(child.pid), { timeout: 30_000 }).toEqual(end);
      await child.end();
    });

    it('is not known of one that lives, or is gone', async () => {
      expect(endOf(process.pid)).toBeUndefined();
      const child = spawn('true');
      await once(child, 'exit');
      expect(endOf(child.pid ?? 0)).toBeUndefined();
    });
  },
);
