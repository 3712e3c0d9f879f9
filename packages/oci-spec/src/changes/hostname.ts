import { badArgument, text } from '../arguments.ts';
import type { Change } from '../change.ts';

const name = (who: string, value: string): string => {
  const right = 'a name of at most 64 bytes';
  if (Buffer.byteLength(text(who, value, right)) > 64) throw badArgument(who, value, right);
  return value;
};

/** The host name; needs a UTS namespace that is not the host's. */
export const hostname = (host: string): Change => {
  name('hostname', host);
  return (spec) => ({ ...spec, hostname: host });
};

/** The NIS domain name. runc before 1.2 ignores it. */
export const domainname = (domain: string): Change => {
  name('domainname', domain);
  return (spec) => ({ ...spec, domainname: domain });
};
