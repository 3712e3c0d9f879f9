import { badArgument, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { without } from '../parts.ts';

const name = (who: string, value: string): string => {
  const right = 'a name of at most 64 bytes';
  if (Buffer.byteLength(text(who, value, right)) > 64) throw badArgument(who, value, right);
  return value;
};

/** The host name; needs a UTS namespace that is not the host's. `undefined`: as the caller's. */
export const hostname = (host: string | undefined): Change => {
  if (host === undefined) return (spec) => without(spec, 'hostname');
  name('hostname', host);
  return (spec) => ({ ...spec, hostname: host });
};

/** The NIS domain name. runc before 1.2 ignores it. `undefined`: none. */
export const domainname = (domain: string | undefined): Change => {
  if (domain === undefined) return (spec) => without(spec, 'domainname');
  name('domainname', domain);
  return (spec) => ({ ...spec, domainname: domain });
};
