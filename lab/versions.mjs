// What the machine is made of. Change a line, and the next `lab` builds anew.

/** Where the runtimes come from: the newest that Debian has. */
export const runtimes = {
  suite: 'sid',
  packages: [
    'busybox-static', // the initial RAM disk's, and a program for containers that needs no library
    'ca-certificates',
    'criu',
    'crun',
    'iproute2',
    'iptables', // criu saves and restores its rules
    'kmod',
    'libcriu2', // crun opens it to make images
    'procps',
    'python3', // stands in for a runtime that sends a terminal
    'runc',
    'runsc',
    'tmux', // types into terminals and reads their screens
  ],
};

/** Built without cgroup v1's memory controller: a pure v2 host. */
export const kernel = { suite: 'trixie', metaPackage: 'linux-image-cloud-amd64' };

/** Those that criu wants, and overlay. */
export const modules = [
  'af_packet_diag',
  'inet_diag',
  'netlink_diag',
  'nf_conntrack',
  'nf_tables',
  'nft_chain_nat',
  'nft_ct',
  'overlay',
  'tcp_diag',
  'tun',
  'udp_diag',
  'unix_diag',
  'veth',
];

export const machine = {
  memoryMib: 4096,
  /** Sparse: what is not written takes no room. */
  rootMib: 2048,
  resultsMib: 512,
};

/** What the host needs, by Debian's names. */
export const hostPackages = ['debootstrap', 'e2fsprogs', 'qemu-system-x86', 'xz-utils', 'cpio'];

/** The exit status where Debian's packages cannot be fetched (sysexits.h: EX_UNAVAILABLE). */
export const unreachableStatus = 69;
