import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { network, readonlyRootfs } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { gather } from '../../runc/test/support/gather.ts';
import { until } from '../../runc/test/support/until.ts';
import { onEach, sh, world } from './support/world.ts';

const here = world();
const run = promisify(execFile);
const ip = (...args: readonly string[]) => run('ip', [...args]);
const rootless = fileURLToPath(new URL('fixtures/rootless.ts', import.meta.url));
const nobody = 65534;

onEach('the options', (way, release) => {
  it('rootless: a user that is not root runs sandboxes, and is told what cannot be', async () => {
    const dir = join(here.dir, `rootless-${release}`);
    mkdirSync(dir);
    for (const name of ['state', 'tmp']) {
      mkdirSync(join(dir, name));
      chownSync(join(dir, name), nobody, nobody);
    }
    // The binary may lie where nobody else can go.
    const path = join(dir, 'runsc');
    copyFileSync(way.path, path);
    chmodSync(path, 0o755);
    const bundle = await here.bundle(['sleep', '1000']);
    chmodSync(bundle, 0o755);
    chmodSync(join(bundle, 'config.json'), 0o644);
    const argv = [rootless, join(dir, 'state'), here.id(), bundle, path, String(nobody)];
    const env = { ...process.env, TMPDIR: join(dir, 'tmp') };
    const { stdout } = await run(process.execPath, argv, { env });
    expect(JSON.parse(stdout)).toMatchObject({
      uid: nobody,
      said: '0\n',
      exitCode: 4,
      processes: ['sleep'],
      used: true,
      status: 'running',
      end: 'ERR_ABORTED',
      create: 'ERR_NOT_SUPPORTED',
      held: 'ERR_NOT_SUPPORTED',
      listed: [],
      capabilities: { create: false, checkpointRestore: false, oomEvents: false },
    });
    expect([readdirSync(join(dir, 'state')), readdirSync(join(dir, 'tmp'))]).toEqual([[], []]);
    rmSync(dir, { recursive: true });
    expect(here.remains.now()).toEqual([]);
  }, 120_000);

  it('network sandbox: its stack takes the interfaces of a namespace that is there', async () => {
    const [ours, theirs] = [`${here.marker}-a${release}`, `${here.marker}-b${release}`];
    const [end, peer] = ['cse', 'csp'];
    const runtime = await here.runtime({ ...way, network: 'sandbox' });
    const { joinExistingNetNS, reasons } = runtime.capabilities;
    if (!joinExistingNetNS) {
      // 20240729 takes every namespace for the host's on Linux 6.18, a joined one too.
      expect(Number(release)).toBeLessThan(20260224);
      return expect(reasons.joinExistingNetNS).toMatch(
        /does not start a sandbox here: .*root network namespace/,
      );
    }
    await using undo = new AsyncDisposableStack();
    for (const name of [ours, theirs]) {
      await ip('netns', 'add', name);
      undo.defer(async () => void (await ip('netns', 'delete', name)));
    }
    await ip('-n', ours, 'link', 'add', end, 'type', 'veth', 'peer', 'name', peer, 'netns', theirs);
    for (const [name, device, address] of [
      [ours, end, '192.0.2.1/24'],
      [theirs, peer, '192.0.2.2/24'],
    ] as const) {
      await ip('-n', name, 'address', 'add', address, 'dev', device);
      await ip('-n', name, 'link', 'set', device, 'up');
      await ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    const script =
      "require('net').createServer((c) => c.end('from the other side')).listen(8000, '192.0.2.2', () => console.log('up'))";
    const server = spawn('ip', ['netns', 'exec', theirs, process.execPath, '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(server, 'exit');
    undo.defer(async () => {
      server.kill('SIGKILL');
      await ended;
    });
    await once(server.stdout, 'data');

    const program = ['bash', '-c', 'exec 3<>/dev/tcp/192.0.2.2/8000 && cat <&3'];
    const out = gather();
    const bundle = await here.bundle(program, network(`/run/netns/${ours}`));
    const status = await runtime.run(here.id(), bundle, { output: out.sink });
    expect([status.exitCode, out.text()]).toEqual([0, 'from the other side']);
    await undo.disposeAsync();
    expect(here.remains.now()).toEqual([]);
  }, 120_000);

  it('overlay2: writes reach the root filesystem, or the sandbox’s memory alone', async () => {
    const host = join(here.dir, 'rootfs', 'srv', `written-${release}`);
    const script = `mkdir -p /srv && echo kept > /srv/written-${release} && cat /srv/written-${release}`;
    const bundle = await here.bundle(sh(script), readonlyRootfs(false));
    for (const [overlay2, reaches] of [
      ['root:memory', false],
      ['root:self', false],
      ['none', true],
    ] as const) {
      const out = gather();
      const runtime = await here.runtime({ ...way, overlay2 });
      const status = await runtime.run(here.id(), bundle, { output: out.sink });
      expect([overlay2, status.exitCode, out.text()]).toEqual([overlay2, 0, 'kept\n']);
      expect([overlay2, existsSync(host)]).toEqual([overlay2, reaches]);
      await runtime.close();
    }
    rmSync(host);
    expect(readdirSync(join(here.dir, 'rootfs')).filter((name) => name.startsWith('.gvisor'))).toEqual([]);
  }, 120_000);

  it('directfs: files are read and written with it and without', async () => {
    for (const directfs of [true, false]) {
      const runtime = await here.runtime({ ...way, directfs });
      const [id, out] = [here.id(), gather()];
      await runtime.create(id, await here.bundle(['sleep', '1000']));
      await runtime.start(id);
      const process = here.process(
        sh('head -c 7 /etc/debian_version >/dev/null && echo well > /tmp/a && cat /tmp/a'),
      );
      expect(await runtime.exec(id, process, { output: out.sink })).toMatchObject({ exitCode: 0 });
      expect(out.text()).toBe('well\n');
      const { pid } = await runtime.state(id);
      const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      expect(argv).toContain(`--directfs=${directfs}`);
      await runtime.delete(id, { force: true });
    }
    expect(here.remains.now()).toEqual([]);
  }, 120_000);

  it('debug: runsc, sandbox and gofer log into the directory that is given', async () => {
    const debugLog = join(here.dir, `logs-${release}`);
    mkdirSync(debugLog);
    const runtime = await here.runtime({ ...way, debug: true, debugLog });
    expect(await runtime.run(here.id(), await here.bundle(['true']))).toMatchObject({ exitCode: 0 });
    const id = here.id();
    await runtime.create(id, await here.bundle(['true']));
    await runtime.delete(id);
    for (const part of ['run', 'boot', 'gofer', 'create', 'kill']) {
      await until(() => readdirSync(debugLog).some((name) => name.includes(part)));
    }
    rmSync(debugLog, { recursive: true });
    expect(here.remains.now()).toEqual([]);
  }, 120_000);
});
