import { RuntimeError } from '@caisson/errors';

/** The first release of runsc that has a flag, of those that not every release in use has (gVisor's release notes and sources). */
const first: Readonly<Record<string, string>> = {
  '--overlay2': '20221205',
  '--directfs': '20230306',
  '--nvproxy': '20230306',
  '--compression': '20230814',
  '--background': '20240930',
  '--direct': '20240729',
  '--restore': '20250414',
  '--allow-packet-socket-write': '20251208',
};

/** The release that has it, in words. */
const releaseWith = (flag: string): string =>
  first[flag] === undefined ? 'another release of runsc' : `runsc ${first[flag]} or later`;

/** A flag that this binary lacks. */
export const lacking = (option: string, flag: string, version: string): RuntimeError => {
  const reason = `this runsc (${version}) has no ${flag}; ${releaseWith(flag)} has it`;
  return new RuntimeError('ERR_NOT_SUPPORTED', `runsc: ${option}: ${reason}`, { runtime: 'runsc', reason });
};
