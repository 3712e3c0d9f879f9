/**
 * @typedef {object} Program
 * @property {string} command what is looked for in PATH
 * @property {string} [place] what is looked for in its stead: of a package whose programs are in no PATH
 * @property {string} [atLeast] the oldest version that serves
 * @property {string} debian the package that has it
 * @property {string} why
 * @property {boolean} [daemon] the package would start one, which is not wanted
 */

/** @type {Program} */
const runc = {
  command: 'runc',
  atLeast: '1.1',
  debian: 'runc',
  why: 'the runtime that containers are run in',
};

/** @type {Program} */
const crun = {
  command: 'crun',
  debian: 'crun',
  why: 'the second runtime, whose driver is tested on it',
};

/** @type {Program} */
const tmux = {
  command: 'tmux',
  debian: 'tmux',
  why: 'the terminal that tests type into and read',
};

/** @type {Program} */
const top = {
  command: 'top',
  debian: 'procps',
  why: 'a full-screen program for a container',
};

/** @type {Program} */
const compiler = {
  command: 'cc',
  debian: 'gcc',
  why: "a stand-in for the GPU driver's library is built by it",
};

/**
 * What is frozen while it works.
 * @type {readonly Program[]}
 */
const workloads = [
  {
    command: 'redis-server',
    debian: 'redis-server',
    why: 'a server that is checkpointed under load',
    daemon: true,
  },
  {
    command: 'postgres',
    place: '/usr/lib/postgresql',
    debian: 'postgresql',
    why: 'a server that refuses root, checkpointed under load',
    daemon: true,
  },
  {
    command: 'python3',
    place: '/usr/bin/python3',
    debian: 'python3',
    why: 'a program with threads that is checkpointed',
  },
];

/** @type {Program} */
const dockerd = {
  command: 'dockerd',
  debian: 'docker.io',
  why: 'the peer that the benchmarks measure against, and a program to run in gVisor',
  daemon: true,
};

const lab = [
  ['qemu-system-x86_64', 'qemu-system-x86', 'the virtual machine with a pure cgroup v2 kernel'],
  ['debootstrap', 'debootstrap', "the machine's system"],
  ['mke2fs', 'e2fsprogs', "the machine's disks"],
  ['cpio', 'cpio', "the machine's initial RAM disk"],
  ['xz', 'xz-utils', "a kernel module of the machine's"],
].map(([command = '', debian = '', why = '']) => ({ command, debian, why }));

/**
 * What each purpose needs beside Node and npm. `required`: without it there is nothing to do; the tests do without
 * and list what they skipped. `runsc`: each runsc that can be had here. `criu`: one that
 * works here.
 * @type {Readonly<Record<string, { programs: readonly Program[], runsc?: boolean, criu?: boolean, required: boolean }>>}
 */
export const purposes = {
  demo: { programs: [runc], required: true },
  test: { programs: [runc, crun, tmux, top, compiler], runsc: true, criu: true, required: false },
  all: {
    programs: [runc, crun, tmux, top, compiler, ...workloads, dockerd, ...lab],
    runsc: true,
    criu: true,
    required: false,
  },
  lab: { programs: lab, required: true },
  bench: { programs: [runc, dockerd], required: true, runsc: true, criu: true },
};
