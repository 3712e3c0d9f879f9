import { existsSync, readFileSync } from 'node:fs';
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

/**
 * What tests need and a host may be without; that is its kind, once it is set up.
 * @returns {readonly string[]}
 */
export const lacksOf = (
  { linux, root } = thisHost(),
  runc = find('runc') !== undefined,
  mountinfo = read('/proc/self/mountinfo'),
  pressure = read('/proc/pressure/cpu'),
  crun = find('crun') !== undefined,
  runsc = find('runsc') !== undefined || existsSync(currentRunsc),
  criu = existsSync(join(criuDirectory, 'criu')),
  cc = find('cc') !== undefined,
) => {
  const { v1, v2, pure } = mounted(mountinfo);
  const has = {
    Linux: linux,
    root,
    runc,
    crun,
    runsc,
    CRIU: criu,
    'C compiler': cc,
    'cgroup v1': v1,
    'cgroup v2': v2,
    'pure cgroup v2': v2 && pure,
    PSI: root && pressure !== '',
  };
  return Object.entries(has).flatMap(([name, there]) => (there ? [] : [name]));
};
