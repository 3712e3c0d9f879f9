import { badArgument } from '../arguments.ts';
import type { Change } from '../change.ts';

/** The version of the specification that the spec is written for. A runtime may refuse one that it does not know. */
export const ociVersion = (version: string): Change => {
  if (!/^\d+\.\d+\.\d+/.test(version)) throw badArgument('ociVersion', version, "a version such as '1.2.0'");
  return (spec) => ({ ...spec, ociVersion: version });
};
