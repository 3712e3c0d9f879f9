import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { withImagesOnce } from '../support/images.ts';
import { until } from '../support/until.ts';
import { world } from '../support/world.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;
const place = '/tmp/data';
const program =
  `$| = 1; mkdir "${place}"; ` +
  `while (1) { print -e "${place}/seen" ? "there\n" : "gone\n"; select undef, undef, undef, 0.02 }`;

/** setns(2); the other two calls have one number everywhere. */
const setns = process.arch === 'arm64' ? 268 : 308;

/** Mounts a directory of the host in a running container: open_tree(2), setns(2), move_mount(2). */
const mountInside = (pid: number, dir: string): void => {
  const script = `
    my ($dir, $empty, $place, $pid) = ($ARGV[0], "", "${place}", $ARGV[1]);
    my $tree = syscall(428, -100, $dir, 0x80001); $tree >= 0 or die "open_tree: $!";
    open my $ns, "<", "/proc/$pid/ns/mnt" or die "ns: $!";
    syscall(${setns}, fileno($ns), 0x20000) == 0 or die "setns: $!";
    syscall(429, $tree, $empty, -100, $place, 4) == 0 or die "move_mount: $!";`;
  execFileSync('perl', ['-e', script, dir, String(pid)]);
};

const last = (said: string): string | undefined => said.split('\n').at(-2);

withImagesOnce('external', () => {
  it(
    'has a mount that was made from outside left out of the image, and another one put in its place',
    async () => {
      const runtime = await here.runtime();
      const [first, second] = [join(here.dir, 'first'), join(here.dir, 'second')];
      for (const dir of [first, second]) {
        mkdirSync(dir);
        writeFileSync(join(dir, 'seen'), '');
      }
      const [id, out, imagePath] = [here.id(), gather(), join(here.dir, 'image')];
      const bundle = await here.bundle(['perl', '-e', program]);
      const running = runtime.run(id, bundle, { stdout: out.sink });
      await until(() => last(out.text()) === 'gone');
      mountInside((await runtime.state(id)).pid ?? 0, first);
      await until(() => last(out.text()) === 'there');

      await failure('ERR_CHECKPOINT_FAILED', runtime.checkpoint(id, { imagePath }));
      await runtime.checkpoint(id, { imagePath, external: [`mnt[${place}]:data`] });
      await running;

      rmSync(join(first, 'seen'));
      const after = gather();
      const restored = runtime.restore(id, bundle, {
        imagePath,
        external: [`mnt[data]:${second}`],
        stdout: after.sink,
      });
      restored.catch(() => {});
      await until(() => last(after.text()) === 'there');
      rmSync(join(second, 'seen'));
      await until(() => last(after.text()) === 'gone');
      await runtime.kill(id, 'SIGKILL');
      expect(await restored).toMatchObject({ exitCode: 137 });
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});
