import type { Hooks } from '@caisson/core';
import { shown } from '../problem.ts';
import { each, type Rule } from '../rule.ts';

const stages: readonly (keyof Hooks)[] = [
  'prestart',
  'createRuntime',
  'createContainer',
  'startContainer',
  'poststart',
  'poststop',
];

export const hookRules: readonly Rule[] = stages.map((stage) =>
  each(
    `hooks.${stage}`,
    ({ hooks }) => hooks?.[stage],
    ({ path, env = [] }) => {
      if (!path.startsWith('/')) return { wrong: `its path is ${shown(path)}`, right: 'an absolute path' };
      const entry = env.find((each) => each.indexOf('=') < 1);
      return entry === undefined
        ? undefined
        : { wrong: `its env holds ${shown(entry)}`, right: 'NAME=value' };
    },
  ),
);
