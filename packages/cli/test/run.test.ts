import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { withRunc } from './support/able.ts';
import { heldRunc } from './support/held-runc.ts';
import { world } from './support/world.ts';

const here = world();
const sh = (script: string, ...options: readonly string[]) =>
  here.run(['run', ...options, '--', 'sh', '-c', script]);

withRunc('caisson run', () => {
  afterEach(here.clean);

  it('runs a program: its output, its errors and its exit code', async () => {
    expect(await sh('echo out; echo err >&2; exit 7')).toEqual({
      exitCode: 7,
      signal: null,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('exits with 128 + n where signal n ended the program', async () => {
    expect(await sh('sh -c "kill -SEGV \\$\\$"')).toMatchObject({ exitCode: 139 });
  });

  it('exits with 127 for a program that is not there and 126 for one that is not executable', async () => {
    const missing = await here.run(['run', '--id', here.id(), '--', 'no-such-program']);
    expect(missing).toMatchObject({ exitCode: 127, stdout: '' });
    expect(missing.stderr).toMatch(/^caisson: .*no-such-program.*not found.*\n$/);
    expect(await here.run(['run', '--', '/no/such/program'])).toMatchObject({ exitCode: 127 });
    expect(await here.run(['run', '--', '/etc/passwd'])).toMatchObject({ exitCode: 126 });
    expect(await here.run(['run', '--', '/etc'])).toMatchObject({ exitCode: 126 });
  });

  it('exits with 125 where the runtime refuses, and says why on one line', async () => {
    const { exitCode, stderr } = await sh('true', '--memory', '1');
    expect(exitCode).toBe(125);
    expect(stderr).toMatch(/^caisson: runc run [a-z-]+: .*memory.*\n$/);
  });

  it('gives the program what is piped in, and its end', async () => {
    expect(await here.run(['run', '--', 'cat'], 'one\ntwo')).toMatchObject({
      exitCode: 0,
      stdout: 'one\ntwo',
    });
    expect(await here.run(['run', '--', 'cat'], '')).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('--json prints how it ended on the last line, on a line of its own', async () => {
    const id = here.id();
    const { exitCode, stdout, stderr } = await sh('printf "no line end"; exit 3', '--json', '--id', id);
    const [output, line = '', ...rest] = stdout.split('\n');
    expect({ exitCode, stderr, output, rest }).toEqual({
      exitCode: 3,
      stderr: '',
      output: 'no line end',
      rest: [''],
    });
    const status = JSON.parse(line) as Record<string, string>;
    expect(status).toEqual({
      id,
      exitCode: 3,
      signal: null,
      oomKilled: false,
      oomKills: 0,
      startedAt: expect.any(String),
      finishedAt: expect.any(String),
    });
    expect(new Date(status['finishedAt'] ?? '').getTime()).toBeGreaterThanOrEqual(
      new Date(status['startedAt'] ?? '').getTime(),
    );
    expect((await sh('echo ended', '--json')).stdout).toMatch(/^ended\n\{.*\}\n$/);
    expect((await sh('exit 0', '--json')).stdout).toMatch(/^\{.*\}\n$/);
  });

  it('--json tells of a failure too', async () => {
    const { exitCode, stdout } = await here.run([
      'run',
      '--json',
      '--id',
      here.id(),
      '--',
      'no-such-program',
    ]);
    expect(exitCode).toBe(127);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'ERR_EXEC_FAILED' } });
  });

  it('tells of a kill for memory, with the limit, and --json tells it by itself', async () => {
    const eat = ['run', '--memory', '32MiB', '--id'];
    const program = ['--', 'sh', '-c', 'exec tail /dev/zero'];
    const id = here.id();
    const killed = await here.run([...eat, id, ...program]);
    expect(killed).toMatchObject({
      exitCode: 137,
      stderr: `caisson: ${id} was killed for memory: limit 32 MiB\n`,
    });
    const { stdout, stderr } = await here.run([...eat, here.id(), '--json', ...program]);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 137,
      signal: 'SIGKILL',
      oomKilled: true,
      oomKills: 1,
    });
  });

  it('keeps what goes to one place in the order in which it was written', async () => {
    const script = 'i=0; while [ $i -lt 50 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done';
    const { stdout } = await here.shell(`$caisson run -- sh -c '${script}' 2>&1 | cat`);
    expect(stdout).toBe(Array.from({ length: 50 }, (_, i) => `o${i}\ne${i}\n`).join(''));
  });

  it('sets variables, working directory, user, host name and limits', async () => {
    const script = 'echo "$A|$B|$(pwd)|$(id -u):$(id -g)|$(hostname)"';
    const options = [
      '--env',
      'A=1',
      '--env',
      'B=x y=z',
      '--workdir',
      '/made/for/it',
      '--user',
      '1234:5',
      '--hostname',
      'box',
    ];
    expect((await sh(script, ...options)).stdout).toBe('1|x y=z|/made/for/it|1234:5|box\n');
    expect((await sh('id -un; id -gn', '--user', 'nobody:daemon')).stdout).toBe('nobody\ndaemon\n');
    expect((await sh('hostname')).stdout).toBe(`${hostname()}\n`);
    const limited = await sh('(sleep 9 & sleep 9 & sleep 9) ; echo $?', '--pids', '2');
    expect(limited.stderr).toMatch(/[Cc]annot fork/);
  });

  it('sees no network but loopback, unless it is given the host’s', async () => {
    const interfaces = 'cd /sys/class/net && echo *';
    expect((await sh(interfaces)).stdout).toBe('lo\n');
    const own = readFileSync('/proc/net/dev', 'utf8')
      .split('\n')
      .slice(2, -1)
      .map((line) => line.split(':')[0]?.trim());
    expect((await sh(interfaces, '--network', 'host')).stdout.trim().split(' ').sort()).toEqual(own.sort());
  });

  it('mounts files and directories, writable or not', async () => {
    const dir = mkdtempSync(join(here.dir, 'mounted-'));
    writeFileSync(join(dir, 'file'), 'content');
    const mounts = ['--mount', `${dir}:/data`, '--mount', `${dir}/file:/a/file:ro`];
    const { exitCode, stdout } = await sh('cat /a/file; echo new > /data/new; echo x > /a/file', ...mounts);
    expect({ stdout, failed: exitCode !== 0 }).toEqual({ stdout: 'content', failed: true });
    expect(readFileSync(join(dir, 'new'), 'utf8')).toBe('new\n');
    expect(readFileSync(join(dir, 'file'), 'utf8')).toBe('content');
  });

  it('takes a root directory of one’s own, which --read-only protects', async () => {
    const rootfs = mkdtempSync(join(here.dir, 'rootfs-'));
    for (const name of ['usr', 'lib', 'lib64', 'bin']) mkdirSync(join(rootfs, name));
    const programs = ['usr', 'lib', 'lib64', 'bin'].flatMap((name) => ['--mount', `/${name}:/${name}:ro`]);
    const own = ['--rootfs', rootfs, ...programs];
    expect(await sh('echo kept > /file; ls /', ...own)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(rootfs, 'file'), 'utf8')).toBe('kept\n');
    const refused = await sh('echo lost > /file', ...own, '--read-only');
    expect(refused.exitCode).not.toBe(0);
    expect(readFileSync(join(rootfs, 'file'), 'utf8')).toBe('kept\n');
  });

  it('refuses an id that a container has', async () => {
    const id = here.id();
    expect(await here.run(['run', '--detach', '--id', id, '--', 'sleep', '1000'])).toMatchObject({
      exitCode: 0,
    });
    const { exitCode, stderr } = await sh('true', '--id', id);
    expect(exitCode).toBe(125);
    expect(stderr).toBe(
      `caisson: there is a container ${id} already; give another --id, or remove it: caisson delete --force ${id}\n`,
    );
    expect(await here.run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 0 });
    await here.run(['delete', '--force', id]);
  });

  it('refuses an id whose container is being made', async () => {
    const id = here.id();
    const { env, asked, release } = heldRunc(here.dir, 'run');
    const first = here.start(['run', '--id', id, '--', 'sh', '-c', 'exit 4'], { env });
    await asked();
    const { exitCode, stderr } = await sh('true', '--id', id);
    expect(exitCode).toBe(125);
    expect(stderr).toMatch(new RegExp(`^caisson: .*${id} is being made.*; give another --id.*\\n$`));
    release();
    expect(await first.ended).toMatchObject({ exitCode: 4 });
  });

  it('runs many at once', async () => {
    const codes = Array.from({ length: 10 }, (_, i) => i);
    const ended = await Promise.all(codes.map((code) => sh(`exit ${code}`)));
    expect(ended.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(codes.map((code) => [code, '']));
  });
});
