import { join } from 'node:path';
import type { CheckpointPlugin } from '@caisson/core';
import { describe, expect, it } from 'vitest';
import { memory, type Program } from '../src/index.ts';
import { kept, world } from './support/world.ts';

const { bundle, dir, runtime } = await world();

const counter: Program = async ({ state, stdout, sleep, restored }) => {
  if (restored) await stdout('back ');
  for (let n = Number(state['n'] ?? 0); n < 4; n++) {
    state['n'] = n;
    await stdout(`${n} `);
    await sleep(n === 2 && !restored ? undefined : 0);
  }
};
const own = await memory({ programs: { counter } });

const until = async (met: () => boolean): Promise<void> => {
  while (!met()) await new Promise(setImmediate);
};

const plugin = (log: string[], name: string, parts: Partial<CheckpointPlugin> = {}): CheckpointPlugin => ({
  name,
  suspend: async () => {
    log.push(`suspend ${name}`);
    return async () => void log.push(`undo ${name}`);
  },
  verify: async () => void log.push(`verify ${name}`),
  resume: async () => void log.push(`resume ${name}`),
  ...parts,
});

describe('a checkpoint', () => {
  it('keeps the state of a program, which goes on from there after a restore', async () => {
    const imagePath = join(dir, 'image');
    const [before, after] = [kept(), kept()];
    const counting = own.run('counting', bundle(['counter']), { stdout: before.take });
    await until(() => before.text() === '0 1 2 ');
    await own.checkpoint('counting', { imagePath });
    expect(await counting).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
    const status = await own.restore('again', bundle(['counter']), { imagePath, stdout: after.take });
    expect([status.exitCode, after.text()]).toEqual([0, 'back 2 3 ']);
  });

  it('brings plug-ins back wherever the container lives on', async () => {
    const log: string[] = [];
    await runtime.create('plugged', bundle(['forever']));
    await runtime.start('plugged');
    const both = [plugin(log, 'a'), plugin(log, 'b')];
    await runtime.checkpoint('plugged', { imagePath: join(dir, 'p'), leaveRunning: true, plugins: both });
    expect(log.splice(0)).toEqual(['suspend a', 'suspend b', 'undo b', 'undo a']);
    const busy = plugin(log, 'c', { suspend: () => Promise.reject(new Error('busy')) });
    const failed = runtime.checkpoint('plugged', { imagePath: join(dir, 'q'), plugins: [...both, busy] });
    await expect(failed).rejects.toMatchObject({ code: 'ERR_CHECKPOINT_FAILED', reason: 'busy' });
    expect(log).toEqual(['suspend a', 'suspend b', 'undo b', 'undo a']);
    expect(await runtime.state('plugged')).toMatchObject({ status: 'running' });
    await runtime.delete('plugged', { force: true });
  });

  it('is restored with its plug-ins in reverse, before onStarted', async () => {
    const log: string[] = [];
    const status = await runtime.restore('reversed', bundle(['forever']), {
      imagePath: join(dir, 'p'),
      plugins: [plugin(log, 'a'), plugin(log, 'b')],
      onStarted: async () => {
        log.push('started');
        await runtime.kill('reversed', 'SIGKILL');
      },
    });
    expect(status.exitCode).toBe(137);
    expect(log).toEqual(['verify b', 'verify a', 'resume b', 'resume a', 'started']);
  });

  it('that is none is ERR_IMAGE_INCOMPATIBLE, and a plug-in that cannot resume leaves nothing behind', async () => {
    const nothing = runtime.restore('none', bundle(['forever']), { imagePath: join(dir, 'nothing') });
    await expect(nothing).rejects.toMatchObject({ code: 'ERR_IMAGE_INCOMPATIBLE' });
    const stuck = plugin([], 'stuck', { resume: () => Promise.reject(new Error('no device')) });
    const failed = runtime.restore('none', bundle(['forever']), {
      imagePath: join(dir, 'p'),
      plugins: [stuck],
    });
    await expect(failed).rejects.toMatchObject({ code: 'ERR_RESTORE_FAILED', reason: 'no device' });
    expect(await runtime.list()).toEqual([]);
  });
});
