import { memoryCgroupOf, readMemory } from '@caisson/cgroup';
import { afterAll, describe, expect, it } from 'vitest';
import { binaries } from '../../../runsc/test/support/binaries.ts';
import { sandboxMemory } from '../../src/index.ts';
import { able, python, sandboxes } from '../support/sandbox.ts';

/** Maps, frees and shares, a step for each line: half a gibibyte at most. */
const workload = `step = line.strip()
if step == 'map':
  kept = [mmap.mmap(-1, 16 << 20) for i in range(20)]
  for part in kept:
    for at in range(0, 16 << 20, 4096): part[at] = 1
if step == 'share':
  shared = mmap.mmap(-1, 128 << 20)
  for at in range(0, 128 << 20, 4096): shared[at] = 1
  for i in range(3):
    if os.fork() == 0:
      for at in range(0, 128 << 20, 4096): shared[at] = 2
      print('done', flush=True)
      time.sleep(1000)
  continue
if step == 'free':
  for part in kept[:10]: part.close()
  kept = kept[10:]
if step == 'again':
  more = bytearray(b'x' * (96 << 20))`;

const none = { path: 'runsc', release: 'of no release' };
const found = binaries.length > 0 ? binaries : [none];
const title = 'the memory of a sandbox of runsc $release (needs Linux, root and runsc)';

describe.skipIf(!able).each(found)(title, { timeout: 300_000 }, ({ path }) => {
  const here = sandboxes(path);
  afterAll(async () => expect(await here.left()).toEqual([]));

  it('is what its cgroup counts, within 5 %, while it maps, shares, frees and maps again', async () => {
    const { pid, tell, kill, ended, remove } = await here.start(python(workload), '1GiB');
    const cgroup = await memoryCgroupOf(pid);
    if (!cgroup) throw new Error('the sandbox is in no cgroup');
    const off = async (): Promise<number> => {
      const [measured = 0, { usageBytes = 0 }] = [await sandboxMemory(pid), await readMemory(cgroup)];
      return Math.abs(measured / usageBytes - 1);
    };
    for (const step of ['map', 'share', 'free', 'again']) {
      await tell(step);
      // The kernel's and gVisor's own book-keeping lag behind a little.
      await expect.poll(off, { timeout: 60_000 }).toBeLessThan(0.05);
    }
    kill();
    await ended;
    remove();
    expect(await sandboxMemory(pid)).toBeUndefined();
  });

  it('is refused for what is no pid', async () => {
    await expect(sandboxMemory(0)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });
});
