import { join } from 'node:path';
import type { CheckpointPlugin } from '@caisson/core';
import { expect, it } from 'vitest';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { withImagesOnce } from '../support/images.ts';
import { until } from '../support/until.ts';
import { world } from '../support/world.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;
/** clone(2) with CLONE_VFORK: whoever waits for such a child cannot be stopped. */
const clone = process.arch === 'arm64' ? 220 : 56;
const program = `$| = 1; print "waits\n"; syscall(${clone}, 0x4011, 0, 0, 0, 0); sleep 100_000`;

withImagesOnce('a plug-in’s toolTimeoutMs', () => {
  it(
    'is how long CRIU tries to bring the processes to a stand, where that is longer than its own 10 s',
    async () => {
      const runtime = await here.runtime();
      const [id, out, log, stop] = [here.id(), gather(), gather(), new AbortController()];
      const bundle = await here.bundle(['perl', '-e', program]);
      const running = runtime.run(id, bundle, {
        stdout: out.sink,
        signal: stop.signal,
        stop: { signal: 'SIGKILL', graceMs: 100 },
      });
      running.catch(() => {});
      await until(() => out.text() === 'waits\n');
      const slow: CheckpointPlugin = {
        name: 'slow',
        toolTimeoutMs: 14_000,
        suspend: async () => async () => {},
        verify: async () => {},
        resume: async () => {},
      };
      const options = { imagePath: join(here.dir, 'image'), plugins: [slow], log: log.sink };
      const { reason } = await failure('ERR_CHECKPOINT_FAILED', runtime.checkpoint(id, options));
      expect(reason).toContain('could not be stopped in time');
      // By CRIU's own clock: however busy the machine is, it is no sooner.
      const [, seconds] = /^\((\d+\.\d+)\).*Timeout reached/m.exec(log.text()) ?? [];
      expect(Number(seconds)).toBeGreaterThan(13);
      stop.abort();
      await failure('ERR_ABORTED', running);
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});
