import type { CheckpointPlugin, CheckpointTarget } from '@caisson/core';
import { judge, readManifest, refusal } from '@caisson/image';
import { chooseBackend } from './backend/choose.ts';
import { type Described, describeDevices, isDescribed } from './described.ts';
import type { CudaHost } from './host/host.ts';
import { judgeDevices } from './judge.ts';
import type { Settings } from './options.ts';
import { cudaProcesses } from './processes.ts';
import { resumeAll } from './resume.ts';
import { suspendAll } from './suspension.ts';
import { warningsOf } from './warnings.ts';

/** CRIU gives its CUDA plug-in 10 s for a lock, and for all that it does, unless it is told otherwise. */
const criuMs = (settings: Settings): number => Math.max(settings.lockTimeoutMs, settings.stepTimeoutMs);

const nothing = async (): Promise<void> => {};

/** The plug-in on a host. */
export const pluginOf = (settings: Settings, host: CudaHost): CheckpointPlugin => {
  const described = new WeakMap<CheckpointTarget, Described>();

  const suspend = async (target: CheckpointTarget): Promise<() => Promise<void>> => {
    const { signal, runtime, id } = target;
    signal?.throwIfAborted();
    // A host without a driver runs nothing that would have to be suspended.
    if (host.driver() === undefined) return nothing;
    const backend = await chooseBackend(settings, host, target);
    const driver = host.driver() ?? '';
    const onHost = runtime.name !== 'runsc';
    if (typeof backend === 'string') {
      const pids = onHost
        ? (await runtime.processes(id, signal ? { signal } : {})).map(({ pid }) => pid)
        : [];
      const { mig: _mig, ...devices } = await describeDevices(host, pids);
      const processes = Object.keys(devices.used).length === 0 && onHost ? 0 : 1;
      described.set(target, { driver, backend, processes, ...devices, warnings: [] });
      return nothing;
    }
    const processes = await cudaProcesses(target, backend, host);
    if (processes.length === 0) return nothing;
    const pids = processes.map(({ pid }) => pid);
    const { mig, ...devices } = await describeDevices(host, pids);
    const holds = pids.map((pid) => (onHost ? (host.holds(pid) ?? '') : ''));
    const warnings = warningsOf({ driver, mig, holds });
    for (const warning of warnings) settings.onWarning?.(warning);
    const undo = await suspendAll(backend, processes, settings, signal);
    described.set(target, {
      driver,
      backend: backend.name,
      processes: processes.length,
      ...devices,
      warnings,
    });
    return undo;
  };

  const plugin: CheckpointPlugin = {
    name: 'cuda',
    toolTimeoutMs: criuMs(settings),
    ...(settings.deviceMap ? {} : { cudaProgram: settings.programInside }),
    suspend,
    describe: async (target) => described.get(target),
    judge: (said) => judgeDevices(said, host, settings.deviceMap),
    verify: async ({ imagePath, signal, id }) => {
      const judgement = await judge(imagePath, { plugins: [plugin], checksums: false, signal });
      const own = judgement.differences.filter(({ what }) => what.startsWith('cuda.'));
      for (const { what, severity, message } of own) {
        if (severity === 'risky') settings.onWarning?.({ what, message, source: imagePath });
      }
      const refused = refusal(imagePath, { ...judgement, differences: own }, { id, verb: 'restore' });
      if (refused) throw refused;
    },
    resume: async (target) => {
      if (host.driver() === undefined) return;
      const said = readManifest(target.imagePath)?.plugins['cuda'];
      const backend = await chooseBackend(
        settings,
        host,
        target,
        isDescribed(said) ? said.backend : undefined,
      );
      if (typeof backend === 'string') return;
      await resumeAll(backend, await cudaProcesses(target, backend, host), settings, target.signal);
    },
  };
  return plugin;
};
