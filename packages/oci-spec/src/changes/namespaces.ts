import type { LinuxNamespace, LinuxNamespaceType } from '@caisson/core';
import { absolutePath, badArgument } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeLinux } from '../parts.ts';

const types: readonly unknown[] = ['pid', 'network', 'mount', 'ipc', 'uts', 'user', 'cgroup', 'time'];

/** `private`: a new one; `host`: the caller's; a path: that one is joined. */
export type NamespaceMode = 'private' | 'host' | (string & {});

/** The namespace of one type. */
export const namespace = (type: LinuxNamespaceType, mode: NamespaceMode): Change => {
  if (!types.includes(type)) throw badArgument('namespace', type, `one of ${types.join(', ')}`);
  const path = mode === 'private' || mode === 'host' ? undefined : absolutePath(`namespace ${type}`, mode);
  const added: readonly LinuxNamespace[] =
    mode === 'host' ? [] : [path === undefined ? { type } : { type, path }];
  return changeLinux((linux) => {
    const before = linux.namespaces ?? [];
    const at = before.findIndex((known) => known.type === type);
    const rest = before.filter((known) => known.type !== type);
    return { ...linux, namespaces: rest.toSpliced(at < 0 ? rest.length : at, 0, ...added) };
  });
};

/** No namespace of its own: every one is the caller's. */
export const clearNamespaces = (): Change => changeLinux((linux) => ({ ...linux, namespaces: [] }));

/** `none`: loopback alone, down; `host`: the host's; a path such as `/run/netns/blue`: that namespace is joined. */
export const network = (mode: 'none' | 'host' | (string & {})): Change =>
  namespace('network', mode === 'none' ? 'private' : mode);
