import { networkInterfaces } from 'node:os';
import { runsc } from '@caisson/runsc';
import { afterEach, describe, expect, it } from 'vitest';
import { world } from './support/world.ts';

const here = world();
const able =
  process.platform === 'linux' && process.getuid?.() === 0 && (await runsc().catch(() => undefined));

describe.skipIf(!able)('caisson run --runtime runsc (needs Linux, root and runsc)', () => {
  afterEach(here.clean);

  it.each(['runsc', 'gvisor'])('runs a program in gVisor, called %s', async (name) => {
    const script = 'dmesg; echo err >&2; exit 7';
    const ended = await here.run(['--runtime', name, 'run', '--', 'sh', '-c', script]);
    expect(ended).toMatchObject({ exitCode: 7, stderr: 'err\n' });
    expect(ended.stdout).toMatch(/gVisor/);
  });

  it('gives it the network of the host where it is asked to', async () => {
    const interfaces = ['run', '--network', 'host', '--', 'cat', '/proc/net/dev'];
    const { stdout } = await here.run(['--runtime', 'runsc', ...interfaces]);
    for (const name of Object.keys(networkInterfaces())) expect(stdout).toContain(`${name}:`);
  });

  it('keeps a container between commands', async () => {
    const [id, caisson] = [here.id(), ['--runtime', 'runsc']];
    await here.run([...caisson, 'run', '--detach', '--id', id, '--', 'sleep', '1000']);
    expect((await here.run([...caisson, 'exec', id, '--', 'sh', '-c', 'exit 3'])).exitCode).toBe(3);
    expect((await here.run([...caisson, 'ps', id])).stdout).toContain('sleep');
    expect((await here.run([...caisson, 'delete', '--force', id])).exitCode).toBe(0);
  });
});
