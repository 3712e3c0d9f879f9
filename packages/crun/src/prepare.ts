import type { Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { ignoredFields } from '@caisson/oci-spec';

/**
 * Refuses what this release of crun would take without a word and not do.
 * @throws `ERR_INVALID_SPEC` with every such field and the release that heeds it
 */
export const preparing =
  (version: string): ((spec: Spec) => Spec) =>
  (spec) => {
    const problems = ignoredFields(spec, 'crun', version);
    if (problems.length === 0) return spec;
    const reason = problems.map(({ path, wrong, right }) => `${path}: ${wrong}; give ${right}`).join('\n');
    const message = `crun ${version} would ignore a part of the spec:\n${reason}`;
    throw new RuntimeError('ERR_INVALID_SPEC', message, { runtime: 'crun', verb: 'prepare', reason });
  };
