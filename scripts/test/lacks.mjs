import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { find, thisHost } from '../setup/host.mjs';
import { criuDirectory } from '../setup/root.mjs';
import { currentRunsc } from '../setup/runsc/current.mjs';

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The kinds of cgroup that are mounted (proc_pid_mountinfo(5): the type stands after the hyphen). */
const mounted = (mountinfo) => ({
  v1: / - cgroup \S+ \S*\bmemory\b/m.test(mountinfo),
  v2: / - cgroup2 /m.test(mountinfo),
  pure: !/ - cgroup /m.test(mountinfo),
});

/** Where Debian has a directory for each release of the server. */
const postgresql = '/usr/lib/postgresql';

/** How each fact is found out. */
const facts = {
  host: thisHost,
  mountinfo: () => read('/proc/self/mountinfo'),
  pressure: () => read('/proc/pressure/cpu'),
  runc: () => find('runc') !== undefined,
  crun: () => find('crun') !== undefined,
  runsc: () => find('runsc') !== undefined || existsSync(currentRunsc),
  criu: () => existsSync(join(criuDirectory, 'criu')),
  cc: () => find('cc') !== undefined,
  redis: () => find('redis-server') !== undefined,
  postgres: () => existsSync(postgresql) && readdirSync(postgresql).length > 0,
  dockerd: () => find('dockerd') !== undefined,
  python: () => existsSync('/usr/bin/python3'),
  tmux: () => find('tmux') !== undefined,
};

/**
 * What tests need and a host may be without; that is its kind, once it is set up.
 * @param {Partial<typeof facts>} known facts that are not to be found out
 * @returns {readonly string[]}
 */
export const lacksOf = (known = {}) => {
  const { host, mountinfo, pressure, runc, crun, runsc, criu, cc, redis, postgres, dockerd, python, tmux } = {
    ...facts,
    ...known,
  };
  const { v1, v2, pure } = mounted(mountinfo());
  const { linux, root } = host();
  const has = {
    Linux: linux,
    root,
    runc: runc(),
    crun: crun(),
    runsc: runsc(),
    CRIU: criu(),
    'C compiler': cc(),
    Redis: redis(),
    PostgreSQL: postgres(),
    dockerd: dockerd(),
    Python: python(),
    tmux: tmux(),
    'cgroup v1': v1,
    'cgroup v2': v2,
    'pure cgroup v2': v2 && pure,
    PSI: root && pressure() !== '',
  };
  return Object.entries(has).flatMap(([name, there]) => (there ? [] : [name]));
};
