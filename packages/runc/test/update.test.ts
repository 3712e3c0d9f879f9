import { memoryLimit, pidsLimit } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { gather } from './support/gather.ts';
import { inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();

inBothModes('update', (waiting) => {
  it('changes memory, cpu, pids and cpuset of a running container, as seen from inside', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000'], memoryLimit('64MiB'), pidsLimit(50)));
    await runtime.start(id);
    await runtime.update(id, {
      memory: { limit: 128 << 20 },
      cpu: { quota: 30_000, period: 100_000, cpus: '0' },
      pids: { limit: 7 },
    });
    const { memory, pids } = await runtime.stats(id);
    expect(memory?.limitBytes).toBe(128 << 20);
    expect(pids?.limit).toBe(7);
    // v2's files, or v1's.
    const [seen, out] = [gather(), gather()];
    const files = sh(
      'cd /sys/fs/cgroup; cat memory.max cpu.max pids.max 2>/dev/null ||' +
        ' cat memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us pids/pids.max',
    );
    expect((await runtime.exec(id, here.process(files), { stdout: seen.sink })).exitCode).toBe(0);
    expect(seen.text().split(/\s+/)).toEqual(['134217728', '30000', '100000', '7', '']);
    const look = sh(
      'cat /proc/self/status | grep Cpus_allowed_list; for i in 1 2 3 4 5 6 7 8 9; do sleep 5 & done; true',
    );
    const status = await runtime.exec(id, here.process(look), { output: out.sink });
    expect(out.text()).toMatch(/Cpus_allowed_list:\s+0\n/);
    // The eighth process of a container of seven cannot be made.
    expect(out.text()).toMatch(/[Cc]annot fork|Resource temporarily unavailable/);
    expect(status.exitCode).not.toBe(0);
    await runtime.delete(id, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('leaves what it does not name', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000'], memoryLimit('64MiB'), pidsLimit(50)));
    await runtime.start(id);
    await runtime.update(id, { pids: { limit: 20 } });
    const { memory, pids } = await runtime.stats(id);
    expect({ memory: memory?.limitBytes, pids: pids?.limit }).toEqual({ memory: 64 << 20, pids: 20 });
    await runtime.delete(id, { force: true });
  });

  it('refuses a container that is not there', async () => {
    const runtime = await here.runtime({ waiting });
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.update(here.id(), { pids: { limit: 5 } }));
  });
});
