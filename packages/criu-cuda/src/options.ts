import { InvalidOptionError } from '@caisson/errors';

/** A limit of CUDA's checkpoints that may matter here. */
export interface CudaWarning {
  /** `driver`, `ipc`, `mig`, `uvm`, `processes`, `state`. */
  readonly what: string;
  readonly message: string;
  /** Where it is said. */
  readonly source: string;
}

export interface CudaOptions {
  /**
   * Who brings the devices to a stand. `program`: cuda-checkpoint. `driver`: the driver's own API in libcuda (driver
   * 570, and koffi). `criu`: CRIU's CUDA plug-in. Default: CRIU's where it is installed and works, else the program
   * where it is in PATH, else the driver. In gVisor the program alone, from inside.
   */
  readonly backend?: 'program' | 'driver' | 'criu' | undefined;
  /** The program: a path, or a name that is looked up in PATH. Default: `cuda-checkpoint`. */
  readonly program?: string | undefined;
  /**
   * In gVisor: the program's path inside the container. Where the release has `--cuda-checkpoint-path`, and there is
   * no `deviceMap`, it runs the program by itself; `'release'`: it must, with the default path. Default:
   * `/usr/bin/cuda-checkpoint`.
   */
  readonly programInside?: string | undefined;
  /** The driver's library. Default: `libcuda.so.1`. */
  readonly library?: string | undefined;
  /** How long a process's work on the device may take to end, in milliseconds. Default: 30 000. */
  readonly lockTimeoutMs?: number | undefined;
  /** How long each other step may take, in milliseconds: memory is copied in it. Default: 600 000. */
  readonly stepTimeoutMs?: number | undefined;
  /**
   * For a restore on other devices: the UUID of each old one, and of the one in its place (driver 580). It must name
   * every device of the image. Default: the same devices.
   */
  readonly deviceMap?: Readonly<Record<string, string>> | undefined;
  /** Told of limits that may matter here. Must not throw. Default: they are in the manifest alone. */
  readonly onWarning?: ((warning: CudaWarning) => void) | undefined;
}

/** The options with their defaults. */
export interface Settings extends Pick<CudaOptions, 'backend' | 'deviceMap' | 'onWarning'> {
  readonly program: string;
  readonly programInside: string;
  /** A release that does not run the program by itself is refused. */
  readonly byRelease: boolean;
  readonly library: string;
  readonly lockTimeoutMs: number;
  readonly stepTimeoutMs: number;
}

const kinds: Readonly<Record<keyof CudaOptions, readonly [expected: string, is: (x: unknown) => boolean]>> = {
  backend: ['"program", "driver" or "criu"', (x) => x === 'program' || x === 'driver' || x === 'criu'],
  program: ['a path or a name', isText],
  programInside: [
    'an absolute path or "release"',
    (x) => isText(x) && (x === 'release' || x.startsWith('/')),
  ],
  library: ['a path or a name', isText],
  lockTimeoutMs: ['a number of milliseconds from 1 and below 2^31', isTime],
  stepTimeoutMs: ['a number of milliseconds from 1 and below 2^31', isTime],
  deviceMap: [
    'an object from UUIDs of devices ("GPU-…") to such',
    (x) =>
      typeof x === 'object' &&
      x !== null &&
      Object.entries(x).every((pair) =>
        pair.every((uuid) => isText(uuid) && /^(GPU-)?[0-9a-fA-F-]{36}$/.test(uuid)),
      ),
  ],
  onWarning: ['a function', (x) => typeof x === 'function'],
};

function isText(x: unknown): x is string {
  return typeof x === 'string' && x !== '' && !x.includes('\0');
}

function isTime(x: unknown): boolean {
  return typeof x === 'number' && x >= 1 && x < 2 ** 31;
}

/** @throws `ERR_INVALID_OPTION` */
export const settingsOf = (options: CudaOptions): Settings => {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof CudaOptions] : undefined;
    if (!kind) {
      throw new InvalidOptionError(
        `cuda: there is no option ${name}; known are ${Object.keys(kinds).join(', ')}`,
      );
    }
    if (value !== undefined && !kind[1](value)) {
      throw new InvalidOptionError(`cuda: ${name} is ${JSON.stringify(value)}; give ${kind[0]}`);
    }
  }
  const byRelease = options.programInside === 'release';
  return {
    ...options,
    program: options.program ?? 'cuda-checkpoint',
    programInside:
      options.programInside === undefined || byRelease ? '/usr/bin/cuda-checkpoint' : options.programInside,
    byRelease,
    library: options.library ?? 'libcuda.so.1',
    lockTimeoutMs: options.lockTimeoutMs ?? 30_000,
    stepTimeoutMs: options.stepTimeoutMs ?? 600_000,
  };
};
