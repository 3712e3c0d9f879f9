import type { Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { ignoredFields } from '@caisson/oci-spec';

/**
 * Refuses what this build of runc would take without a word and not do.
 * @throws `ERR_INVALID_SPEC` with every such field and the release that heeds it
 */
export const preparing = (versionText: string): ((spec: Spec) => Spec) => {
  const version = /runc version (\S+)/.exec(versionText)?.[1] ?? '';
  return (spec) => {
    const problems = ignoredFields(spec, 'runc', version);
    if (problems.length === 0) return spec;
    const reason = problems.map(({ path, wrong, right }) => `${path}: ${wrong}; give ${right}`).join('\n');
    throw new RuntimeError(
      'ERR_INVALID_SPEC',
      `runc ${version} would ignore a part of the spec:\n${reason}`,
      {
        runtime: 'runc',
        verb: 'prepare',
        reason,
      },
    );
  };
};
