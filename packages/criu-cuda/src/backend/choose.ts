import { execFile } from 'node:child_process';
import type { CheckpointTarget } from '@caisson/core';
import { checkDriver, floors, majorOf } from '../driver-floor.ts';
import type { CudaHost } from '../host/host.ts';
import type { Settings } from '../options.ts';
import { trouble } from '../trouble.ts';
import type { Backend } from './backend.ts';
import { driverBackend } from './driver.ts';
import { type Perform, programBackend } from './program.ts';

/** Who else does the work: then there is none here. */
export type Elsewhere = 'criu' | 'release';

/**
 * @param made by which one an image that is restored was made: the same brings it back
 * @throws `ERR_DEVICES` with what is missing
 */
export const chooseBackend = async (
  settings: Settings,
  host: CudaHost,
  { id, runtime }: Pick<CheckpointTarget, 'id' | 'runtime'>,
  made?: string,
): Promise<Backend | Elsewhere> => {
  const driver = checkDriver(host.driver(), 'toggle', 'a checkpoint of CUDA processes');
  if (settings.deviceMap) checkDriver(driver, 'deviceMap', 'a device map');
  const { lockTimeoutMs, deviceMap, library } = settings;
  const features = {
    steps: majorOf(driver) >= floors.steps,
    timed: majorOf(driver) >= floors.api,
    lockTimeoutMs,
    deviceMap,
  };
  if (runtime.name === 'runsc') {
    if (settings.backend === 'driver' || settings.backend === 'criu') {
      throw trouble(
        `in gVisor the program alone can be used, from inside, and backend is ${settings.backend}`,
      );
    }
    if (made === 'release' || (made === undefined && (await byRelease(settings, runtime)))) return 'release';
    return programBackend({ ...features, perform: inside(runtime, id, settings.programInside) });
  }
  const program = host.find(settings.program);
  const criu = program !== undefined && features.steps && host.criuPlugin();
  const backend = settings.backend ?? (criu ? 'criu' : program === undefined ? 'driver' : 'program');
  if (backend === 'criu') {
    if (criu) return 'criu';
    throw trouble('CRIU has no CUDA plug-in here, or no cuda-checkpoint in PATH (driver 555) to use it with');
  }
  if (backend === 'driver') {
    checkDriver(driver, 'api', 'the driver’s own API');
    return driverBackend(library, lockTimeoutMs, deviceMap);
  }
  if (program === undefined)
    throw trouble(`there is no program ${settings.program}: install NVIDIA's cuda-checkpoint`);
  return programBackend({ ...features, perform: onHost(program) });
};

/** With the program that it is told of as the plug-in's `cudaProgram`. */
const byRelease = async (
  { byRelease: must, deviceMap }: Settings,
  { suspendsCuda }: CheckpointTarget['runtime'],
): Promise<boolean> => {
  const can = (await suspendsCuda?.()) ?? false;
  if (!must) return can && deviceMap === undefined;
  if (deviceMap)
    throw trouble('gVisor takes no deviceMap with --cuda-checkpoint-path: give programInside a path');
  if (can) return true;
  throw trouble(
    'this runsc has no --cuda-checkpoint-path (20260608 and later have it): give programInside a path',
  );
};

const onHost =
  (program: string): Perform =>
  (args, given) =>
    new Promise((resolve, reject) => {
      execFile(program, [...args], { signal: given, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
        const { code } = error ?? { code: 0 };
        if (error && typeof code !== 'number') return reject(given.aborted ? given.reason : error);
        resolve({ exitCode: Number(code), text: `${stdout}${stderr}` });
      });
    });

const inside =
  (runtime: CheckpointTarget['runtime'], id: string, program: string): Perform =>
  async (args, given) => {
    const chunks: Uint8Array[] = [];
    const output = (chunk: Uint8Array): void => void chunks.push(Uint8Array.from(chunk));
    const { exitCode } = await runtime.exec(
      id,
      { args: [program, ...args], cwd: '/' },
      { stdout: output, stderr: output, signal: given },
    );
    return { exitCode, text: Buffer.concat(chunks).toString() };
  };
