import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import type { CudaHost, Gpu } from './host.ts';

const run = promisify(execFile);
const limitMs = 30_000;

const smi = async (query: string): Promise<readonly (readonly string[])[]> => {
  const { stdout } = await run('nvidia-smi', [query, '--format=csv,noheader,nounits'], { timeout: limitMs });
  return stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((field) => field.trim()));
};

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

export const thisHost: CudaHost = {
  driver: () =>
    /Kernel Module\s+(?:for \S+\s+)?(\d+\.[\d.]+)/.exec(read('/proc/driver/nvidia/version') ?? '')?.[1],
  gpus: async () =>
    (await smi('--query-gpu=uuid,name,memory.total,memory.free,mig.mode.current')).map(
      ([uuid = '', model = '', memory, free, mig]): Gpu => ({
        uuid,
        model,
        memory: Number(memory),
        free: Number(free),
        mig: mig === 'Enabled',
      }),
    ),
  used: async (pids) => {
    const used: Record<string, number> = {};
    for (const [pid, uuid = '', memory] of await smi('--query-compute-apps=pid,gpu_uuid,used_memory')) {
      if (pids.includes(Number(pid))) used[uuid] = (used[uuid] ?? 0) + (Number(memory) || 0);
    }
    return used;
  },
  holds: (pid) => {
    const maps = read(`/proc/${pid}/maps`);
    return maps === undefined ? undefined : `${maps}\n${openFiles(pid).join('\n')}`;
  },
  find: (name) => {
    const places = isAbsolute(name)
      ? [name]
      : (process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, name));
    return places.find(isExecutable);
  },
  // Where CRIU looks for its plug-ins (criu:criu/plugin.c), and where distributions put them.
  criuPlugin: () =>
    [
      process.env['CRIU_LIBS_DIR'],
      '/usr/lib/criu',
      '/usr/lib64/criu',
      '/usr/local/lib/criu',
      ...multiarch,
    ].some((dir) => dir !== undefined && existsSync(join(dir, 'cuda_plugin.so'))) &&
    existsSync('/proc/driver/nvidia/gpus'),
};

const multiarch = ['/usr/lib/x86_64-linux-gnu/criu', '/usr/lib/aarch64-linux-gnu/criu'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return isAbsolute(path);
  } catch {
    return false;
  }
};

const openFiles = (pid: number): readonly string[] => {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return ''; // Closed since.
      }
    });
  } catch {
    return [];
  }
};
