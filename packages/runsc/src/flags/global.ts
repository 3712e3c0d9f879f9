import type { RunscOptions } from '../options.ts';

/** Go's flags: a boolean takes its value after `=`. */
const flag = (name: string, value: string | boolean | undefined): readonly string[] =>
  value === undefined ? [] : [`--${name}=${value}`];

/** What these options come to. They have to be the same on every call for one container. */
export const optionFlags = (options: RunscOptions): readonly string[] => [
  ...flag('platform', options.platform),
  ...flag('network', options.network ?? 'none'),
  ...flag('overlay2', options.overlay2),
  ...flag('directfs', options.directfs),
  ...flag('rootless', options.rootless),
];

/** What a call says of itself: where its state, its errors and its debug log go. */
export const callFlags = (
  { debug, debugLog }: RunscOptions,
  root: string,
  log: string,
): readonly string[] => [
  ...flag('root', root),
  ...flag('log', log),
  ...flag('log-format', 'json'),
  ...(debug ? ['--debug', `--debug-log=${debugLog === undefined ? log : `${debugLog}/`}`] : []),
];
