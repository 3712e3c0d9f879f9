import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { withRunc } from './support/able.ts';
import { world } from './support/world.ts';

const here = world();

const residentKiB = (pid: number): number =>
  Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

withRunc('the streams of caisson run', () => {
  afterEach(here.clean);

  it('pass 50 MB through unchanged', async () => {
    const bytes = randomBytes(50 << 20);
    const file = join(here.dir, 'fifty');
    writeFileSync(file, bytes);
    const sum = `${createHash('sha256').update(bytes).digest('hex')}  -\n`;
    const sumOf = async (line: string) => (await here.shell(`${line} | sha256sum`)).stdout;
    expect(await sumOf(`cat ${file} | $caisson run -- cat`)).toBe(sum);
    expect(await sumOf(`$caisson run -- cat < ${file}`)).toBe(sum);
    expect(await sumOf(`$caisson run -- sh -c 'cat >&2' < ${file} 2>&1 >/dev/null`)).toBe(sum);
  });

  it('make the program wait where nobody reads, and hold little meanwhile', async () => {
    const { child, ended } = here.start(['run', '--', 'cat', '/dev/zero']);
    child.stdout?.removeAllListeners('data').pause();
    await once(child.stdout ?? child, 'readable');
    await sleep(1_000); // In which some gigabytes would have come.
    expect(residentKiB(child.pid ?? 0)).toBeLessThan(200 << 10);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ exitCode: 141, stderr: expect.not.stringContaining('caisson') });
  });

  it('end the container quietly when a reader has had enough', async () => {
    const program = "sh -c 'while echo y 2>/dev/null; do :; done'";
    const output = await here.shell(`{ $caisson run -- ${program}; echo $? >&2; } | head -1`);
    expect(output).toMatchObject({ stdout: 'y\n', stderr: '141\n' });
    await here.clean();
    const errors = await here.shell(
      "$caisson run -- sh -c 'while echo e >&2; do :; done' 2>&1 >/dev/null | head -1",
    );
    expect(errors.stdout).toBe('e\n');
  });

  it('tell of an output that cannot be written', async () => {
    const { exitCode, stderr } = await here.shell('$caisson run -- echo hello >/dev/full');
    expect(exitCode).toBe(125);
    expect(stderr).toMatch(/^caisson: .*ENOSPC.*\n$/);
  });

  it('do without any input: none, a closed one, one that never ends', async () => {
    expect(await here.shell('$caisson run -- cat </dev/null')).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    expect(await here.shell('$caisson run -- cat <&-')).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    const endless = 'exec 3< <(exec sleep 1000); $caisson run -- echo done <&3; code=$?; kill $!; exit $code';
    expect(await here.shell(endless)).toMatchObject({ exitCode: 0, stdout: 'done\n', stderr: '' });
  });

  it('let a program leave before it has read its input', async () => {
    const { stdout, stderr } = await here.shell('yes | { $caisson run -- head -1; echo $?; }');
    expect({ stdout, stderr }).toEqual({ stdout: 'y\n0\n', stderr: '' });
  });

  it('begin in a file where the one before has stopped', async () => {
    const file = join(here.dir, 'lines');
    writeFileSync(file, 'one\ntwo\n');
    expect((await here.shell(`{ read -r first; $caisson run -- cat; } < ${file}`)).stdout).toBe('two\n');
  });
});
