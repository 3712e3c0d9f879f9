import type { Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { dockerInDocker } from '@caisson/oci-spec';
import type { RunscOptions } from '../options.ts';
import { dockerAnnotation, gpuAnnotation } from './annotations.ts';
import { cudaCheckpointMount, nvidiaDevices, usesNvidia } from './gpu.ts';
import { refused } from './refused.ts';

/**
 * A new spec that is fit for gVisor. Its kernel is the filter, so there is no seccomp; it makes the usual devices
 * itself, so there are no device nodes but those of NVIDIA's GPUs.
 * @throws `ERR_INVALID_SPEC` with every field that gVisor would refuse or ignore
 */
export const preparing =
  (options: RunscOptions) =>
  (spec: Spec, docker: boolean): Spec => {
    const problems = refused(spec, options);
    if (problems.length > 0) {
      const reason = problems.map(({ path, wrong, right }) => `${path}: ${wrong}; give ${right}`).join('\n');
      throw new RuntimeError('ERR_INVALID_SPEC', `gVisor cannot do a part of the spec:\n${reason}`, {
        runtime: 'runsc',
        verb: 'prepare',
        reason,
      });
    }
    for (const warning of warnings(spec)) (options.onWarning ?? warn)(warning);
    const fit = withGpu(withoutMoot(spec));
    return docker ? dockerInDocker()(annotated(fit, dockerAnnotation, 'true')) : fit;
  };

const warn = (warning: string): void =>
  process.emitWarning(warning, { type: 'CaissonWarning', code: 'RUNSC_SPEC' });

const warnings = ({ process, linux }: Spec): readonly string[] => {
  const nodes = (linux?.devices ?? [])
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('/dev/nvidia'));
  const shared = ['pid', 'ipc', 'uts'].filter((type) => !linux?.namespaces?.some((own) => own.type === type));
  return [
    ...(nodes.length === 0
      ? []
      : [`runsc: linux.devices: taken out, for gVisor passes none on: ${nodes.join(', ')}`]),
    ...(process?.apparmorProfile
      ? ['runsc: process.apparmorProfile: taken out, for gVisor has no AppArmor']
      : []),
    ...(shared.length === 0
      ? []
      : [
          `runsc: linux.namespaces: a sandbox shares none of the host's: its own ${shared.join(', ')} all the same`,
        ]),
  ];
};

/** Without what gVisor has no use for. */
const withoutMoot = (spec: Spec): Spec => {
  const { linux, process } = spec;
  const { apparmorProfile: _, ...own } = process ?? {};
  const { seccomp: __, devices = [], ...rest } = linux ?? {};
  const kept = devices.filter(({ path }) => nvidiaDevices(spec).includes(path));
  return {
    ...spec,
    ...(process ? { process: own as NonNullable<Spec['process']> } : {}),
    ...(linux ? { linux: { ...rest, ...(kept.length > 0 ? { devices: kept } : {}) } } : {}),
  };
};

const withGpu = (spec: Spec): Spec => {
  if (!usesNvidia(spec)) return spec;
  const mount = cudaCheckpointMount(spec);
  const mounted = mount ? { ...spec, mounts: [...(spec.mounts ?? []), mount] } : spec;
  return annotated(mounted, gpuAnnotation, 'nvidia');
};

const annotated = (spec: Spec, name: string, value: string): Spec => ({
  ...spec,
  annotations: { ...spec.annotations, [name]: value },
});
