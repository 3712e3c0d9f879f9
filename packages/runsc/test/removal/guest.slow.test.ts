import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { until } from '../../../runc/test/support/until.ts';
import { over, recordingIn } from '../support/recorder.ts';
import { onEach, world } from '../support/world.ts';

const here = world();
const recording = recordingIn(here);

onEach('a cgroup that another process has joined', (way) => {
  it('is left to runsc, which waits for that process', async () => {
    const { runtime, calls } = await recording(way);
    const { id } = await over(here, runtime);
    const cgroup = [`/sys/fs/cgroup/pids/${id}`, `/sys/fs/cgroup/${id}`].find((path) => existsSync(path));
    const guest = spawn('sleep', ['1000']);
    writeFileSync(`${cgroup}/cgroup.procs`, String(guest.pid));
    calls();
    const deleting = runtime.delete(id);
    await until(() => calls().includes('delete'));
    guest.kill('SIGKILL');
    await deleting;
    expect(here.remains.now()).toEqual([]);
  });
});
