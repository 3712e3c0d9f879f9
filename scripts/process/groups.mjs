/** The process groups that this program started and that have not ended. */
const groups = new Set();
const graceMs = 5_000;
/**
 * The signal that this program was told to end by.
 * @type {NodeJS.Signals | undefined}
 */
let told;

/** @param {number} group @param {NodeJS.Signals} signal */
const send = (group, signal) => {
  try {
    process.kill(-group, signal);
  } catch (error) {
    // ESRCH: nothing is left. EPERM (macOS): only zombies are.
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
};

/** Asks a process group to end, and ends it after a grace. */
export const endGroup = (group) => {
  send(group, 'SIGTERM');
  setTimeout(send, graceMs, group, 'SIGKILL').unref();
};

export const killGroup = (group) => send(group, 'SIGKILL');

const leave = () => process.exit(told === 'SIGINT' ? 130 : 143);

/** @param {NodeJS.Signals} signal */
const passOn = (signal) => {
  told = signal;
  if (groups.size === 0) leave();
  for (const group of groups) send(group, signal);
  setTimeout(() => {
    for (const group of groups) killGroup(group);
    leave();
  }, graceMs);
};

const listen = () => {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    if (!process.listeners(signal).includes(passOn)) process.on(signal, passOn);
  }
};

/**
 * A group that is to end with this program: the terminal's Ctrl-C does not reach it by itself.
 * @returns {() => void} forgets it again
 */
export const keepGroup = (group) => {
  listen();
  groups.add(group);
  return () => {
    groups.delete(group);
    if (told !== undefined && groups.size === 0) leave();
  };
};
