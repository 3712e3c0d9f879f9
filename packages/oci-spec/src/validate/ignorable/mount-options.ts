const pairs =
  'ro/rw suid/nosuid dev/nodev exec/noexec sync/async mand/nomand atime/noatime diratime/nodiratime relatime/norelatime strictatime/nostrictatime symfollow/nosymfollow lazytime/nolazytime dirsync/ iversion/noiversion silent/loud acl/noacl';
const recursive =
  'ro/rw suid/nosuid dev/nodev exec/noexec atime/noatime diratime/nodiratime relatime/norelatime strictatime/nostrictatime symfollow/nosymfollow';

const split = (text: string): readonly string[] => text.split(/[ /]/).filter((word) => word !== '');

const propagation = ['private', 'shared', 'slave', 'unbindable'];

/** The specification's own options, which are the mount's; any other is its file system's, and a bind has none. */
const known: ReadonlySet<string> = new Set([
  ...split(pairs),
  ...split(recursive).map((option) => `r${option}`),
  ...propagation,
  ...propagation.map((option) => `r${option}`),
  ...[
    'bind',
    'rbind',
    'defaults',
    'remount',
    'tmpcopyup',
    'z',
    'Z',
    'copy-symlink',
    'src-nofollow',
    'dest-nofollow',
  ],
]);

/** Whether a bind mount can have this option; the kernel ignores any other. */
export const isForBinds = (option: string): boolean => known.has(option) || /^r?idmap(=|$)/.test(option);
