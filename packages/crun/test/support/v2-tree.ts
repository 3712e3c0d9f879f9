import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The controllers of the cgroup v2 tree of a hybrid host; none on any other. */
export const controllersBesideV1 = (): readonly string[] => {
  try {
    return readFileSync('/sys/fs/cgroup/unified/cgroup.controllers', 'utf8').match(/\S+/g) ?? [];
  } catch {
    return [];
  }
};

/** cgroup v2 has no such controllers: nobody takes them off its tree. */
const onlyV1: readonly string[] = ['net_cls', 'net_prio'];

/** Those that another test file has taken off it: they have a hierarchy, and no mount that is seen from here. */
const takenByOthers = (): readonly string[] => {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  return readFileSync('/proc/self/cgroup', 'utf8')
    .split('\n')
    .map((line) => line.split(':')[1] ?? '')
    .filter((names) => names !== '' && !names.includes('=') && !onlyV1.includes(names))
    .filter((names) => !new RegExp(` - cgroup \\S+ \\S*\\b${names}\\b`, 'm').test(mounts));
};

// A process of its own mounts them as v1 in a mount namespace of its own, where no other runtime finds a tree to
// make cgroups in. It ends with the pipe to it, also where the tests are killed, and the last such process, of
// whichever test file, takes the mount along: the kernel then gives the controllers back to the v2 tree. It removes
// its directory too. Before, it removes the cgroups that CRIU made there, which mounts whatever hierarchy a container is
// in and leaves them: with one of them the hierarchy would stay, and runc, which sees CRIU's mount while another
// container is restored, would put its own containers there, and not find them again.
const script = [
  'mount -t cgroup -o "$1" none "$2" && echo there && cat',
  'find "$2" -mindepth 1 -depth -type d -exec rmdir {} + 2>/dev/null',
  'umount "$2"',
  'rmdir "$2"',
].join('; ');

/** What is to be taken off the tree, or kept off it. */
const wanted = (): readonly string[] => {
  // Once more at the end: the last of the others may have given them back between the two looks.
  const looks = [...controllersBesideV1(), ...takenByOthers(), ...controllersBesideV1()];
  return [...new Set(looks)];
};

interface Holder {
  /** `undefined`: they are held. Else what mount said. */
  readonly refused: string | undefined;
  readonly end: () => Promise<void>;
}

const hold = async (controllers: readonly string[]): Promise<Holder> => {
  const at = mkdtempSync(join(tmpdir(), 'v1-'));
  const holder = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', controllers.join(), at], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(holder, 'exit');
  const words: Buffer[] = [];
  holder.stderr.on('data', (chunk: Buffer) => words.push(chunk));
  const [first] = await Promise.race([once(holder.stdout, 'data'), ended]);
  return {
    refused: Buffer.isBuffer(first) ? undefined : Buffer.concat(words).toString(),
    end: async () => {
      holder.stdin.end();
      await ended;
    },
  };
};

/** Takes the controllers off the v2 tree, for crun refuses a host that is hybrid in earnest; disposing undoes it. */
export const freeV2Tree = async (): Promise<AsyncDisposable> => {
  if (!existsSync('/sys/fs/cgroup/unified/cgroup.controllers'))
    return { [Symbol.asyncDispose]: async () => {} };
  for (let tries = 1; ; tries++) {
    const controllers = wanted();
    if (controllers.length === 0) return { [Symbol.asyncDispose]: async () => {} };
    const { refused, end } = await hold(controllers);
    const left = controllersBesideV1();
    if (refused === undefined && left.length === 0) return { [Symbol.asyncDispose]: end };
    await end();
    // A hierarchy that others have just let go is busy for a moment.
    if (tries === 50)
      throw new Error(`The controllers ${controllers} stay on the v2 tree: ${refused ?? left}`);
    await sleep(100);
  }
};
