import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import {
  annotations,
  type BaseRuntime,
  baseSpec,
  type Change,
  compose,
  hostFile,
  hostRootfs,
  pipe,
  rootfs,
  rootless,
} from '@caisson/oci-spec';
import { ownBundle } from './own-bundle.ts';
import type { Settings } from './settings.ts';

const based: readonly string[] = ['runc', 'crun', 'runsc'];

/**
 * The spec of a container whose bundle is `bundle`. With the host's own directories their mount points are made in
 * its `rootfs`.
 */
export const specFor = async (runtime: string, settings: Settings, bundle: string): Promise<Spec> => {
  const base = based.includes(runtime) ? (runtime as BaseRuntime) : 'runc';
  const root = settings.rootfs === undefined ? await hostRoot(settings, join(bundle, 'rootfs')) : compose();
  return pipe(baseSpec(base), root, settings.change, annotations(ownBundle), unprivileged());
};

const hostRoot = async ({ network }: Settings, dir: string): Promise<Change> => {
  const shared = await hostRootfs(dir);
  const resolver = network === 'host' ? await resolverFile() : undefined;
  return compose(shared, rootfs('rootfs'), resolver === undefined ? compose() : hostFile(resolver));
};

/** Where /etc/resolv.conf is a link out of /etc (systemd-resolved's is), the file that it means. */
const resolverFile = async (): Promise<string | undefined> => {
  const file = await realpath('/etc/resolv.conf').catch(() => '/etc/resolv.conf');
  return /^\/(etc|usr)\//.test(file) ? undefined : file;
};

const unprivileged = (): Change => {
  const uid = process.getuid?.() ?? 0;
  return uid === 0 ? compose() : rootless({ uid, gid: process.getgid?.() ?? uid });
};
