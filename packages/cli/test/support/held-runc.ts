import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.ts';

/** The real runc, held at one of its verbs. */
export interface HeldRunc {
  /** A PATH that finds it first. */
  readonly env: { readonly PATH: string };
  /** Waits until the verb is asked for. */
  readonly asked: () => Promise<void>;
  readonly release: () => void;
}

export const heldRunc = (under: string, verb: string): HeldRunc => {
  const dir = mkdtempSync(join(under, 'held-'));
  const [asked, go] = [join(dir, 'asked'), join(dir, 'go')];
  const path = process.env['PATH'] ?? '';
  const script = `#!/bin/sh
PATH='${path}'
case " $* " in *" ${verb} "*) : >'${asked}'; while [ ! -e '${go}' ]; do sleep 0.02; done;; esac
exec runc "$@"
`;
  writeFileSync(join(dir, 'runc'), script);
  chmodSync(join(dir, 'runc'), 0o755);
  return {
    env: { PATH: `${dir}:${path}` },
    asked: () => until(() => existsSync(asked)),
    release: () => writeFileSync(go, ''),
  };
};
