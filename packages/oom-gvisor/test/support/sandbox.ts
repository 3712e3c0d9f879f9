import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cgroupMounts, isExiting, removeCgroup } from '@caisson/cgroup';
import { args, baseSpec, hostRootfs, memoryLimit, pipe, writeBundle } from '@caisson/oci-spec';

const isInPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, program)));

/** Whether sandboxes can be run here; what is skipped says so in its name. */
export const able: boolean =
  process.platform === 'linux' && process.getuid?.() === 0 && isInPath('runsc') && isInPath('python3');

/** A program in Python that says that it is ready, does `then` when it is told to, and goes on. */
export const python = (then: string): string =>
  `import mmap, os, sys, time\nprint('ready', flush=True)\nfor line in sys.stdin:\n${then
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n  print('done', flush=True)\n`;

/** Grows by so much every 20 ms: memory that is written to. */
export const grow = (mib: number): string =>
  `kept = []\nfor i in range(${mib} // 4):\n  kept.append(b'x' * (4 << 20))\n  time.sleep(0.02)`;

/** Takes so much more at each line, and keeps it. */
export const take = (mib: number): string =>
  `held = globals().setdefault('held', [])\nfor i in range(${mib} // 4):\n  held.append(b'x' * (4 << 20))`;

interface Sandbox {
  readonly pid: number;
  readonly id: string;
  /** Writes a line to it, and waits for its answer or its end. */
  readonly tell: (line?: string) => Promise<void>;
  readonly kill: () => void;
  /** Its process is gone; its cgroup is there until it is deleted. */
  readonly ended: Promise<void>;
  /** What it wrote on its standard error. */
  readonly words: () => string;
  readonly remove: () => void;
}

export interface Sandboxes {
  readonly start: (program: string, limit: string, ...flags: readonly string[]) => Promise<Sandbox>;
  /** What is left of those that were made; it is removed. */
  readonly left: () => Promise<readonly string[]>;
}

/** `runsc create` and `start`, with a state directory of their own. */
export const sandboxes = (binary = 'runsc'): Sandboxes => {
  const dir = mkdtempSync(join(tmpdir(), 'oom-gvisor-'));
  const prefix = `g${randomBytes(5).toString('hex')}`;
  const root = join(dir, 'state');
  let made = 0;
  const start: Sandboxes['start'] = async (program, limit, ...flags) => {
    const id = `${prefix}-${++made}`;
    const bundle = join(dir, id);
    const host = await hostRootfs(join(dir, `${id}-rootfs`));
    await writeBundle(
      bundle,
      pipe(baseSpec('runsc'), host, args('python3', '-uc', program), memoryLimit(limit)),
    );
    const pidFile = join(bundle, 'pid');
    const global = ['--root', root, '--network', 'none', '--platform', 'systrap', ...flags];
    const run = (...rest: readonly string[]): void =>
      void execFileSync(binary, [...global, ...rest], { stdio: 'ignore' });
    const create = ['create', '--pid-file', pidFile, '--bundle', bundle, id];
    // Node closes its end of a child's pipe when that child, here `runsc create`, has gone.
    const fifo = join(bundle, 'stdin');
    execFileSync('mkfifo', [fifo]);
    const stdin = openSync(fifo, 'r+');
    // Not inherited: a sandbox shuts down the socket that it has as its standard error, and this worker's is one.
    const child = spawn(binary, [...global, ...create], { stdio: [stdin, 'pipe', 'pipe'] });
    const { stdout, stderr } = child;
    if (!stdout || !stderr) throw new Error('runsc create has no pipes');
    let words = '';
    stderr.on('data', (chunk) => (words += chunk));
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`runsc create failed: ${words}`);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    const ended = gone(pid);
    const answer = (): Promise<unknown> => Promise.race([once(stdout, 'data'), ended]);
    const ready = answer();
    let removed = false;
    run('start', id);
    await ready;
    return {
      id,
      pid,
      ended,
      words: () => words,
      tell: async (line = 'go') => {
        const answered = answer();
        writeSync(stdin, `${line}\n`);
        await answered;
      },
      kill: () => run('kill', id, 'KILL'),
      remove: () => {
        if (removed) return;
        removed = true;
        run('delete', '--force', id);
        for (const stream of [stdout, stderr]) stream.destroy();
        closeSync(stdin);
      },
    };
  };
  const left = async (): Promise<readonly string[]> => {
    const containers = existsSync(root) ? readdirSync(root).filter((name) => name.includes(prefix)) : [];
    for (const name of containers) {
      const id = new RegExp(`${prefix}-\\d+`).exec(name)?.[0] ?? '';
      execFileSync(binary, ['--root', root, 'delete', '--force', id], { stdio: 'ignore' });
    }
    const { v1, unified } = await cgroupMounts();
    const tops = new Set([...v1.values(), ...(unified ? [unified] : [])].map(({ mountPoint }) => mountPoint));
    const cgroups = [...tops].flatMap((top) =>
      namesIn(top)
        .filter((name) => name.includes(prefix))
        .map((name) => join(top, name)),
    );
    for (const path of cgroups) await removeCgroup(path, { kill: true });
    rmSync(dir, { recursive: true, force: true });
    return [...containers, ...cgroups];
  };
  return { start, left };
};

const namesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return []; // Another's mount, removed meanwhile.
  }
};

const gone = async (pid: number): Promise<void> => {
  while (!isExiting(pid)) await sleep(20);
};
