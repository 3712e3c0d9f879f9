import { expect, it } from 'vitest';
import { criuAdvice } from '../../src/cli/criu-advice.ts';

it.each([
  ['exec: "criu": executable file not found in $PATH', /^CRIU is missing/],
  ['fork/exec /usr/sbin/criu: no such file or directory', /^CRIU is missing/],
  // Of a container that was made while another was restored (Linux 6.18, hugetlb on a v1 hierarchy mounted nowhere).
  [
    'failed to write 24414: open /tmp/caisson-w/.criu.cgyard.T/hugetlb/one/cgroup.procs: no such file or directory',
    /another container's restore/,
  ],
  // While another program took hugetlb off the v2 tree of a hybrid host, and while it gave it back (Linux 6.18).
  ['Error (criu/cgroup.c:686): cg: controller hugetlb not found', /cgroup hierarchy.*: try again/],
  [
    'Error (criu/cgroup.c:610): cg: Unable to create the cgroup (hugetlb) file system: Device or resource busy',
    /cgroup hierarchy.*: try again/,
  ],
  // Of dash, dumped while it waited in vfork for a child that was stopped before its exec.
  [
    'Error (criu/cr-dump.c:1655): Timeout reached. Try to interrupt: 0\n' +
      'Error (compel/src/lib/infect.c:262): Unseizable non-zombie 11968 found, state D, err -1/4',
    /vfork.*: try again/,
  ],
  ["Can't get rlimit 0: Operation not permitted", /CAP_SYS_RESOURCE/],
  // Of runc whose CRIU is killed; what CRIU itself has logged goes before.
  ['read unixpacket @->@: EOF', /without an answer/],
  [
    "Error (criu/x.c:1): Can't open file x: No such file or directory\nread unixpacket @->@: EOF",
    /is missing/,
  ],
])('%s: says what to do', (words, advice) => {
  expect(criuAdvice(words)).toMatch(advice);
});

it('has nothing to say of words that it does not know', () => {
  expect(criuAdvice('Error (criu/x.c:1): something new')).toBeUndefined();
});
