/** What CRIU's or a runtime's words mean, and what to do; the first that fits. */
const advices: readonly (readonly [words: RegExp, advice: string])[] = [
  [
    /Unable to open \S+\.img: Permission denied/,
    'in a user namespace the group of the one who is root there must be able to read the image: give its directory and files to that group',
  ],
  [
    /exec: "criu": executable file not found|\bcriu"?: no such file or directory$/m,
    'CRIU is missing: install CRIU 4.1 or later, as criu in PATH',
  ],
  [
    /\.criu\.cgyard\S*: no such file or directory/,
    "the runtime took a mount for its cgroup that another container's restore had made for a moment: try again",
  ],
  [
    /\bcg: (controller \S+ not found|Unable to create the cgroup \(\S+\) file system)/,
    "another program mounted or unmounted a cgroup hierarchy of this host in the same moment: try again once the host's cgroups stay as they are",
  ],
  [
    /Unseizable non-zombie|Timeout reached\. Try to interrupt/,
    'a process could not be stopped in time, as while it starts a program (vfork): try again',
  ],
  [
    /Unexpected rt vDSO|vdso: .*(bounds|not found)|CRIU version .* must be|rseq|Kernel doesn't support|Can't find kernel symbol/i,
    'CRIU is too old for this kernel: install CRIU 4.1 or later',
  ],
  [
    /sockets: Can't get \d+:\d+ opt: Operation not supported/,
    'CRIU is too old for the sockets of this kernel (6.16 or later): install CRIU 4.2 or later',
  ],
  [
    /CRIU is missing features|mem_dirty_track|soft-?dirty/i,
    'this kernel does not track which memory changes (CONFIG_MEM_SOFT_DIRTY), which preDump needs: make whole checkpoints',
  ],
  [
    /Can't get rlimit .*: Operation not permitted/,
    'this host lacks CAP_SYS_RESOURCE, without which CRIU refuses processes of other users than root: run them as root in the container, or grant it',
  ],
  [
    /No space left on device|ENOSPC|Disk quota exceeded/i,
    'the disk of the image is full: make room there, or give an imagePath elsewhere',
  ],
  [
    /Can't lookup mount=\S+ for fd=\S+ path=|unreachable file|Can't find mount .*for fd/i,
    'a process has a file of the host open, as a standard stream that is a { file } is: give it pipes (a function or a writable), or nothing',
  ],
  [
    /Connected TCP socket|consider using --tcp-established/i,
    'it has established TCP connections: give tcpEstablished, for the restore too, or let it close them first',
  ],
  [
    /In-flight connection|tcp-skip-in-flight|skip-in-flight/i,
    'a TCP connection was not accepted yet: give tcpSkipInFlight, or try again',
  ],
  [
    /file locks? .*(are|is) hold|--file-locks|lock.*(not supported|unsupported)/i,
    'its processes hold file locks: give fileLocks, for the restore too',
  ],
  [
    /Can't create link remap|link.remap|ghost file .* size|Can't dump ghost file/i,
    'it has files open that were unlinked: give linkRemap, or let it close them first',
  ],
  [
    /External socket is used|--ext-unix-sk|external unix socket/i,
    'it is connected to a unix socket outside of the container: let it close that first',
  ],
  [
    /(Can't (fork|clone) for \d+|pid mismatch|do not match expected).*|Pid \d+ .*(exists|in use|busy)|File exists.*(fork|pid)/i,
    'a process id of the image is in use in the pid namespace that it is restored into: give the container one of its own',
  ],
  [
    /cpu.*(incompat|not (supported|compatible)|mismatch)|xfeatures|fpu state|xsave|CPU capabilities/i,
    "this processor lacks what the image's programs use: restore it on one that has every feature of the first",
  ],
  [
    /(bad|wrong|mismatch).*build-?id|File .* has bad (size|mode)|mismatching (size|mode)/i,
    'a program or library is another than at the checkpoint: restore into a root filesystem with the same files',
  ],
  [
    /No mapping for .* mountpoint|mnt.*(Can't (mount|open|resolve|bind)|doesn't exist|unable to)|Can't (restore|find) .*mount|external mount/i,
    'a mount of the image is missing here: give the bundle the mounts that the container had, by the same destinations',
  ],
  [
    /Can't open file .*No such file|Can't open .* on restore|stat.*No such file|open .*: No such file or directory/i,
    'a file that was open, or a program, is missing: restore into a root filesystem with the same files',
  ],
  [
    /dangling tty|shell.?job|tty.*(not|can't)|session leader/i,
    'it uses a terminal from outside of the container: give it none, or one of its own',
  ],
  [
    /nvidia|\bchr (195|235|511)|cuda/i,
    'it uses a GPU: give the plug-in of @caisson/criu-cuda, for the restore too',
  ],
  [
    /Can't (open|read).*(inventory|\.img)|Unexpected EOF on|magic|unpack|Image.*(corrupt|broken)/i,
    'the image is not whole: make it anew',
  ],
  [/iptables|nftables|network.*(lock|unlock)/i, 'CRIU needs iptables: install it'],
  [
    /Operation not permitted|Permission denied/i,
    'CRIU lacks a permission here: run it as root, with all capabilities',
  ],
  [
    /\bread unixpacket\b.*EOF|^unexpected EOF$/m,
    'CRIU ended without an answer: it was killed, by the kernel for want of memory perhaps: see the log of the kernel',
  ],
];

/** `undefined` where the words are of no known cause. */
export const criuAdvice = (words: string): string | undefined =>
  advices.find(([pattern]) => pattern.test(words))?.[1];
