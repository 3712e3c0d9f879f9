// A CUDA program in a container: its numbers on the device are summed, it is frozen to disk with them, it comes back,
// and the sums go on from where they were. For a host with an NVIDIA GPU, driver 555 or later and cuda-checkpoint.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { cuda } from '@caisson/criu-cuda';
import { judge } from '@caisson/image';
import {
  args,
  baseSpec,
  type Change,
  compose,
  hostDevice,
  hostRootfs,
  pipe,
  writeBundle,
} from '@caisson/oci-spec';
import { runc } from '@caisson/runc';

const count = 2n ** 20n;
const waitMs = 120_000;

/** What the program must say after so many lines of input. */
const sumAfter = (lines: number): string => String((count * (count - 1n)) / 2n + BigInt(lines) * count);

const driver = (): string => {
  try {
    return readFileSync('/proc/driver/nvidia/version', 'utf8').split('\n')[0] ?? '';
  } catch {
    throw new Error('There is no NVIDIA driver on this host: /proc/driver/nvidia/version is missing.');
  }
};

/** Every device node of the driver. */
const gpuDevices = async (): Promise<Change> => {
  const paths = readdirSync('/dev')
    .filter((name) => /^nvidia(\d+|ctl|-uvm)$/.test(name))
    .map((name) => join('/dev', name));
  return compose(...(await Promise.all(paths.map((path) => hostDevice(path)))));
};

/** The program's input and its lines of output. */
const talk = () => {
  const stdin = new PassThrough();
  const lines: string[] = [];
  let rest = '';
  const stdout = (chunk: Uint8Array): void => {
    const parts = (rest + Buffer.from(chunk).toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  };
  const next = async (): Promise<string> => {
    const seen = lines.length;
    stdin.write('go\n');
    for (let waited = 0; lines.length === seen && waited < waitMs; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return lines[seen] ?? 'no answer';
  };
  return { stdin, stdout, next };
};

const expectSum = (what: string, sum: string, lines: number): void => {
  console.log(`${what}: ${sum}`);
  if (sum !== sumAfter(lines)) throw new Error(`${what}: ${sum} is wrong; right is ${sumAfter(lines)}.`);
};

console.log(driver());
const directory = await mkdtemp(join(tmpdir(), 'gpu-checkpoint-'));
await using runtime = await runc();
try {
  if (!runtime.capabilities.checkpointRestore)
    throw new Error(runtime.capabilities.reasons.checkpointRestore);
  const program = join(directory, 'sums');
  execFileSync('cc', ['-o', program, join(import.meta.dirname, 'sums.c'), '-ldl']);
  const host = await hostRootfs(join(directory, 'rootfs'));
  const mount: Change = (spec) => ({
    ...spec,
    mounts: [
      ...(spec.mounts ?? []),
      { destination: '/sums', type: 'bind', source: program, options: ['bind', 'ro'] },
    ],
  });
  const bundle = join(directory, 'bundle');
  await writeBundle(bundle, pipe(baseSpec('runc'), host, await gpuDevices(), mount, args('/sums')));

  for (const backend of ['program', 'driver'] as const) {
    console.log(`\n# ${backend}`);
    const plugins = [
      cuda({ backend, onWarning: ({ message, source }) => console.log(`warning: ${message} (${source})`) }),
    ];
    const [id, first, second] = [
      `gpu-${process.pid}-${backend}`,
      ...['first', 'second'].map((name) => join(directory, `${backend}-${name}`)),
    ];
    const before = talk();
    const running = runtime.run(`${id}`, bundle, {
      stdin: before.stdin,
      stdout: before.stdout,
      stderr: process.stderr,
    });
    running.catch(() => {});
    expectSum('before', await before.next(), 1);
    await runtime.checkpoint(`${id}`, { imagePath: `${first}`, leaveRunning: true, plugins });
    expectSum('left running', await before.next(), 2);
    await runtime.checkpoint(`${id}`, { imagePath: `${second}`, plugins });
    await running;
    const { restores, manifest, differences } = await judge(`${second}`, { runtime, plugins });
    console.log(`image: ${manifest?.size} bytes, restores here: ${restores}`, manifest?.plugins, differences);
    const after = talk();
    const onStarted = async (): Promise<void> => {
      expectSum('restored', await after.next(), 3);
      after.stdin.end();
    };
    const streams = { stdin: after.stdin, stdout: after.stdout, stderr: process.stderr };
    const status = await runtime.restore(`${id}`, bundle, {
      imagePath: `${second}`,
      plugins,
      ...streams,
      onStarted,
    });
    console.log(`ended with ${status.exitCode}`);
  }
} finally {
  await rm(directory, { recursive: true });
}
