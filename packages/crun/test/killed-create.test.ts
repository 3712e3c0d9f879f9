import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hook } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { until } from '../../runc/test/support/until.ts';
import { inBothModes, world } from './support/world.ts';

const here = world();

/** crun itself, while it makes this container. */
const creator = (id: string): number => {
  const found = readdirSync('/proc').filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words.includes('create') && words.includes(id);
    } catch {
      return false; // No process, or gone since.
    }
  });
  if (found.length === 0) throw new Error(`no crun makes ${id}`);
  return Math.min(...found.map(Number)); // The others are its children.
};

inBothModes('a create whose crun is killed', (waiting) => {
  it('leaves no cgroup, which for an absent path is at the top of the tree, wherever this process is', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const there = join(here.dir, `${id}-there`);
    // A hook is the caller's own program: it ends with crun by itself.
    const script = `>${there}; while test -d /proc/$PPID; do sleep 0.02; done`;
    const slow = hook('createRuntime', { path: '/bin/sh', args: ['sh', '-c', script] });
    const refused = failure('ERR_RUNTIME_FAILED', runtime.create(id, await here.bundle(['true'], slow)));
    await until(() => existsSync(there));
    expect(here.remains.now().join()).toContain(`cgroup /sys/fs/cgroup`);
    process.kill(creator(id), 'SIGKILL');
    await refused;
    await until(() => here.remains.now().length === 0);
  });
});
