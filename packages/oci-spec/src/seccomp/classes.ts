/**
 * The system calls that every container may make, by what they are for. A call is here when it acts on what the
 * process already holds, or when the kernel's own checks (owners, namespaces, capabilities) are known to bound it.
 * Left out on purpose: kernel keys and BPF, perf, userfaultfd, io_uring, new namespaces and mounts, clocks that are
 * set, modules, tracing of the machine, and calls so old that nothing but an attack makes them.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const files: readonly string[] = words(`
  access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2 fadvise64
  fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync fgetxattr flistxattr flock fremovexattr
  fsetxattr fstat fstatfs fstatfs64 fsync ftruncate futimesat getcwd getdents getdents64 getxattr getxattrat
  inotify_add_watch inotify_init inotify_init1 inotify_rm_watch ioctl lchown lgetxattr link linkat listxattr
  listxattrat llistxattr _llseek lremovexattr lseek lsetxattr lstat mkdir mkdirat mknod mknodat name_to_handle_at
  newfstatat open openat openat2 pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readahead readdir readlink
  readlinkat readv removexattr removexattrat rename renameat renameat2 rmdir sendfile setxattr setxattrat splice
  stat statfs statfs64 statx symlink symlinkat sync sync_file_range sync_file_range2 syncfs tee truncate umask
  unlink unlinkat utime utimensat utimes vmsplice write writev
`);

const memory: readonly string[] = words(`
  brk cachestat get_mempolicy madvise map_shadow_stack membarrier memfd_create memfd_secret mincore mlock mlock2
  mlockall mmap mprotect mremap mseal msync munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect
  process_mrelease remap_file_pages
`);

const processes: readonly string[] = words(`
  arch_prctl capget capset execve execveat exit exit_group fork get_robust_list get_thread_area getcpu getpgid
  getpgrp getpid getppid getpriority getrlimit getrusage getsid gettid kill landlock_add_rule
  landlock_create_ruleset landlock_restrict_self modify_ldt nice pidfd_open pidfd_send_signal prctl prlimit64
  process_vm_readv process_vm_writev ptrace restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask
  rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo seccomp set_robust_list
  set_thread_area set_tid_address setpgid setpriority setrlimit setsid sgetmask sigaction sigaltstack signal
  signalfd signalfd4 sigpending sigprocmask sigreturn sigsuspend ssetmask sysinfo tgkill times tkill ugetrlimit
  uname vfork wait4 waitid waitpid riscv_flush_icache riscv_hwprobe
`);

const identity: readonly string[] = words(`
  getegid geteuid getgid getgroups getresgid getresuid getuid setfsgid setfsuid setgid setgroups setregid setresgid
  setresuid setreuid setuid
`);

const scheduling: readonly string[] = words(`
  ioprio_get ioprio_set sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam
  sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam sched_setscheduler
  sched_yield
`);

const time: readonly string[] = words(`
  adjtimex alarm clock_adjtime clock_getres clock_gettime clock_nanosleep getitimer gettimeofday nanosleep pause
  setitimer time timer_create timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create
  timerfd_gettime timerfd_settime
`);

const waiting: readonly string[] = words(`
  epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd
  eventfd2 futex futex_requeue futex_wait futex_waitv futex_wake io_cancel io_destroy io_getevents io_pgetevents
  io_setup io_submit _newselect poll ppoll pselect6 select
`);

const talking: readonly string[] = words(`
  accept accept4 bind connect getpeername getrandom getsockname getsockopt listen pipe pipe2 recvfrom recvmmsg
  recvmsg sendmmsg sendmsg sendto setsockopt shutdown socketpair ipc mq_getsetattr mq_notify mq_open mq_timedreceive
  mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd semctl semget semop semtimedop shmat shmctl shmdt shmget
`);

/** Those that 32-bit ABIs alone have: the same calls with wider arguments. */
export const narrow: ReadonlySet<string> = new Set(
  words(`
    arm_fadvise64_64 arm_sync_file_range breakpoint cacheflush chown32 clock_adjtime64 clock_getres_time64
    clock_gettime64 clock_nanosleep_time64 fadvise64_64 fchown32 fcntl64 fstat64 fstatat64 ftruncate64
    futex_time64 getegid32 geteuid32 getgid32 getgroups32 getresgid32 getresuid32 getuid32 io_pgetevents_time64
    lchown32 lstat64 mmap2 mq_timedreceive_time64 mq_timedsend_time64 ppoll_time64 pselect6_time64 recv
    recvmmsg_time64 rt_sigtimedwait_time64 sched_rr_get_interval_time64 semtimedop_time64 send sendfile64 set_tls
    setfsgid32 setfsuid32 setgid32 setgroups32 setregid32 setresgid32 setresuid32 setreuid32 setuid32 stat64
    timer_gettime64 timer_settime64 timerfd_gettime64 timerfd_settime64 truncate64 utimensat_time64
  `),
);

/** Allowed whatever the capabilities. */
export const always: readonly string[] = [
  ...files,
  ...memory,
  ...processes,
  ...identity,
  ...scheduling,
  ...time,
  ...waiting,
  ...talking,
].sort();

/** Allowed beside a capability, without which the kernel would refuse most of them anyway. */
export const withCapability: Readonly<Record<string, readonly string[]>> = {
  CAP_BPF: ['bpf'],
  CAP_DAC_READ_SEARCH: ['open_by_handle_at'],
  CAP_PERFMON: ['perf_event_open'],
  CAP_SYS_ADMIN: words(`
    bpf clone clone3 fanotify_init fanotify_mark fsconfig fsmount fsopen fspick listmount lookup_dcookie mount
    mount_setattr move_mount open_tree perf_event_open pivot_root quotactl quotactl_fd setdomainname sethostname setns
    statmount swapoff swapon syslog umount umount2 unshare
  `),
  CAP_SYS_BOOT: ['kexec_file_load', 'kexec_load', 'reboot'],
  CAP_SYS_CHROOT: ['chroot'],
  CAP_SYS_MODULE: ['delete_module', 'finit_module', 'init_module'],
  CAP_SYS_NICE: ['mbind', 'migrate_pages', 'move_pages', 'set_mempolicy', 'set_mempolicy_home_node'],
  CAP_SYS_PACCT: ['acct'],
  CAP_SYS_PTRACE: ['kcmp', 'pidfd_getfd', 'process_madvise'],
  CAP_SYS_RAWIO: ['ioperm', 'iopl'],
  CAP_SYS_TIME: ['clock_settime', 'clock_settime64', 'settimeofday', 'stime'],
  CAP_SYS_TTY_CONFIG: ['vhangup'],
  CAP_SYSLOG: ['syslog'],
};

/**
 * Answered with ENOSYS, as by a kernel that lacks them, so that programs fall back: io_uring has been a way out of
 * containers again and again, and clone3 hides its flags in memory, where a filter cannot look.
 */
export const uring: readonly string[] = ['io_uring_enter', 'io_uring_register', 'io_uring_setup'];
