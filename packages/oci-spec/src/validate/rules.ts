import type { Spec } from '@caisson/core';
import type { Problem } from './problem.ts';
import type { Rule } from './rule.ts';
import { hookRules } from './rules/hooks.ts';
import { linuxRules } from './rules/linux.ts';
import { mountRules } from './rules/mounts.ts';
import { namespaceRules } from './rules/namespaces.ts';
import { processRules } from './rules/process.ts';
import { resourceRules } from './rules/resources.ts';
import { seccompRules } from './rules/seccomp.ts';
import { specRules } from './rules/spec.ts';

const rules: readonly Rule[] = [
  ...specRules,
  ...processRules,
  ...mountRules,
  ...hookRules,
  ...namespaceRules,
  ...resourceRules,
  ...seccompRules,
  ...linuxRules,
];

const touches = (path: string, part: string): boolean =>
  path === '' ||
  path === part ||
  path.startsWith(`${part}.`) ||
  path.startsWith(`${part}[`) ||
  part.startsWith(`${path}.`);

/** What rules beyond shape find. A rule whose parts have the wrong shape is left out: it would stumble. */
export const ruleProblems = (spec: Spec, misshapen: readonly Problem[]): readonly Problem[] =>
  rules
    .filter(({ reads }) => !misshapen.some(({ path }) => reads.some((part) => touches(path, part))))
    .flatMap(({ check }) => check(spec));
