import { describe, expect, it } from 'vitest';
import type { CudaOptions } from '../src/index.ts';
import { backends, buildLibrary, fakeCuda } from './fixtures/fake-cuda.ts';

const pids = [11, 12, 13];

describe.each(backends)('suspend and resume by the %s', (backend) => {
  const here = () => {
    const fake = fakeCuda();
    const options: CudaOptions =
      backend === 'driver'
        ? { backend, library: buildLibrary(fake.dir), lockTimeoutMs: 700 }
        : { backend, lockTimeoutMs: 700 };
    for (const pid of pids) fake.set(pid, 'running');
    return { ...fake, options, suspend: () => fake.plugin(options).suspend(fake.target(pids)) };
  };
  const locks = pids.map((pid) => `lock ${pid} timeout 700`);
  const checkpoints = pids.map((pid) => `checkpoint ${pid}`);
  const backwards = [13, 12, 11].flatMap((pid) => [`restore ${pid}`, `unlock ${pid}`]);

  it('locks all, then checkpoints all, and brings them back in reverse', async () => {
    const { suspend, log, states } = here();
    const undo = await suspend();
    expect(log()).toEqual([...locks, ...checkpoints]);
    expect(states(...pids)).toEqual(['checkpointed', 'checkpointed', 'checkpointed']);
    await undo();
    expect(log().slice(6)).toEqual(backwards);
    expect(states(...pids)).toEqual(['running', 'running', 'running']);
    await undo();
    expect(log()).toHaveLength(12);
  });

  it.each([
    ['lock', 12, ['unlock 11']],
    ['checkpoint', 12, ['unlock 13', 'unlock 12', 'restore 11', 'unlock 11']],
    ['checkpoint', 11, ['unlock 13', 'unlock 12', 'unlock 11']],
  ])('undoes exactly what was done where %s of process %i fails', async (step, pid, undone) => {
    const { suspend, log, states, fault } = here();
    fault(pid, step, 'fail');
    await expect(suspend()).rejects.toMatchObject({ code: 'ERR_DEVICES' });
    const at = log().findIndex((line) => line.startsWith(`${step} ${pid}`));
    expect(log().slice(at + 1)).toEqual(undone);
    expect(states(...pids)).toEqual(['running', 'running', 'running']);
  });

  it('bounds a step that hangs, and undoes the others', async () => {
    const fake = here();
    fake.fault(12, 'checkpoint', 'hang');
    const plugin = fake.plugin({ ...fake.options, stepTimeoutMs: 500 });
    await expect(plugin.suspend(fake.target(pids))).rejects.toMatchObject({
      code: 'ERR_DEVICES',
      reason: 'checkpoint of process 12 took longer than 500 ms',
    });
    expect(fake.states(...pids)).toEqual(['running', 'running', 'running']);
  });

  it('waits for an answer that is late', async () => {
    const { suspend, states, fault } = here();
    for (const step of ['lock', 'checkpoint', 'state']) fault(12, step, 'late');
    await (await suspend())();
    expect(states(...pids)).toEqual(['running', 'running', 'running']);
  });

  it('leaves what another has locked or checkpointed as it was', async () => {
    const { suspend, log, states, set } = here();
    set(11, 'locked');
    set(12, 'checkpointed');
    const undo = await suspend();
    expect(states(...pids)).toEqual(['checkpointed', 'checkpointed', 'checkpointed']);
    await undo();
    expect(states(...pids)).toEqual(['locked', 'checkpointed', 'running']);
    expect(log().filter((line) => line.includes(' 12'))).toEqual([]);
  });

  it('refuses what is beyond saving before it touches anything', async () => {
    const { suspend, log, set } = here();
    set(13, 'failed');
    await expect(suspend()).rejects.toMatchObject({
      reason: expect.stringContaining('process 13 is beyond saving'),
    });
    expect(log()).toEqual([]);
  });

  it('survives a state that it does not know, and one that is not told', async () => {
    const { suspend, set, states, fault } = here();
    set(12, 'resting');
    await expect(suspend()).rejects.toMatchObject({ code: 'ERR_DEVICES' });
    expect(states(...pids)).toEqual(['running', 'resting', 'running']);
    set(12, 'running');
    if (backend === 'driver') fault(12, 'state', 'fail');
    await suspend();
    expect(states(...pids)).toEqual(['checkpointed', 'checkpointed', 'checkpointed']);
  });

  it('goes on where a process has ended, before and in between', async () => {
    const { suspend, forget, states } = here();
    forget(12);
    const undo = await suspend();
    forget(11);
    await undo();
    expect(states(13)).toEqual(['running']);
  });

  it('brings back every process that can be, and names the others', async () => {
    const { suspend, states, fault } = here();
    const undo = await suspend();
    fault(12, 'restore', 'fail');
    await expect(undo()).rejects.toMatchObject({
      code: 'ERR_DEVICES',
      reason: expect.stringMatching(/process.* 12/),
    });
    expect(states(...pids)).toEqual(['running', 'checkpointed', 'running']);
  });

  it.each([
    ['a lock that hangs', 'lock', 'hang', 'lock 12 timeout 700'],
    ['a checkpoint, which it lets finish', 'checkpoint', 'late', 'checkpoint 12'],
  ] as const)(
    'stops when it is aborted during %s, and undoes what it did',
    async (_what, step, fault, line) => {
      const fake = here();
      const stop = new AbortController();
      fake.fault(12, step, fault);
      const plugin = fake.plugin(fake.options);
      const work = plugin.suspend(fake.target(pids, { signal: stop.signal }));
      work.catch(() => {});
      while (!fake.log().includes(line)) await new Promise((resolve) => setTimeout(resolve, 5));
      stop.abort(new Error('enough'));
      await expect(work).rejects.toThrow('enough');
      expect(fake.log()).not.toContain('checkpoint 13');
      expect(fake.states(...pids)).toEqual(['running', 'running', 'running']);
    },
  );

  it('resumes after a restore: devices for all, then all unlocked', async () => {
    const { plugin, options, target, set, log, states } = here();
    for (const pid of pids) set(pid, 'checkpointed');
    await plugin(options).resume(target(pids));
    expect(log()).toEqual([...pids.map((pid) => `restore ${pid}`), ...pids.map((pid) => `unlock ${pid}`)]);
    expect(states(...pids)).toEqual(['running', 'running', 'running']);
  });

  it('gives a restore its device map', async () => {
    const { plugin, options, target, set, log } = here();
    set(11, 'checkpointed');
    const [from, to] = ['00010203-0405-0607-0809-0a0b0c0d0e0f', 'ffeeddcc-bbaa-9988-7766-554433221100'];
    await plugin({ ...options, deviceMap: { [`GPU-${from}`]: to } }).resume(target([11]));
    const hex = `${from}${to}`.replaceAll('-', '');
    const told = backend === 'driver' ? ` pairs 1 ${hex}` : ` map GPU-${from}=GPU-${to}`;
    expect(log()).toEqual([`restore 11${told}`, 'unlock 11']);
  });

  it('asks nothing of processes without CUDA, and does nothing where there are no others', async () => {
    const { plugin, options, target, log } = here();
    const undo = await plugin(options).suspend(target([2_000, 2_001]));
    await undo();
    expect(log()).toEqual([]);
  });
});

describe('a driver of release 550', () => {
  it('knows the toggle alone, which is undone where one fails', async () => {
    const fake = fakeCuda('550.54.14');
    for (const pid of pids) fake.set(pid, 'running');
    const undo = await fake.plugin({ backend: 'program' }).suspend(fake.target(pids));
    expect(fake.states(...pids)).toEqual(['checkpointed', 'checkpointed', 'checkpointed']);
    await undo();
    expect(fake.log()).toEqual([11, 12, 13, 13, 12, 11].map((pid) => `toggle ${pid}`));
    for (const pid of pids) fake.set(pid, 'checkpointed');
    await fake.plugin().resume(fake.target(pids));
    expect(fake.states(...pids)).toEqual(['running', 'running', 'running']);
    fake.fault(12, 'toggle', 'fail');
    await expect(fake.plugin().suspend(fake.target(pids))).rejects.toMatchObject({ code: 'ERR_DEVICES' });
    expect(fake.states(...pids)).toEqual(['running', 'running', 'running']);
  });
});
