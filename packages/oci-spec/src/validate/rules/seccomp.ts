import { each, one, type Rule } from '../rule.ts';

export const seccompRules: readonly Rule[] = [
  one(
    'linux.seccomp',
    ({ linux }) => linux?.seccomp,
    ({ defaultAction, listenerPath, syscalls = [] }) => {
      if (defaultAction === 'SCMP_ACT_NOTIFY') {
        return {
          wrong: 'its defaultAction is SCMP_ACT_NOTIFY, which would stop the runtime itself',
          right: 'another action',
        };
      }
      const notified = syscalls.find(({ action }) => action === 'SCMP_ACT_NOTIFY');
      if (notified !== undefined && !listenerPath) {
        return { wrong: `${notified.names[0]} is SCMP_ACT_NOTIFY and nobody listens`, right: 'listenerPath' };
      }
      return undefined;
    },
  ),
  each(
    'linux.seccomp.syscalls',
    ({ linux }) => linux?.seccomp?.syscalls,
    ({ names, args = [], action }) => {
      const late = args.find(({ index }) => index > 5);
      if (late !== undefined)
        return { wrong: `it looks at argument ${late.index}`, right: 'an index from 0 to 5' };
      if (action === 'SCMP_ACT_NOTIFY' && names.includes('write')) {
        return {
          wrong: 'write is SCMP_ACT_NOTIFY, which would stop the runtime itself',
          right: 'another action',
        };
      }
      return undefined;
    },
  ),
];
