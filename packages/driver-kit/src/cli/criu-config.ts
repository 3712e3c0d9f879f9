import { readFileSync } from 'node:fs';
import type { EngineCheckpoint, EngineRestore } from '../engine.ts';
import type { Scratch } from '../program/scratch.ts';

/** CRIU reads one more configuration file where this variable names it (criu:Documentation/criu.txt). */
const variable = 'CRIU_CONFIG_FILE';

/**
 * What runtimes have no flags for, or only of late, CRIU is told by a configuration file of this one call; what the
 * environment's own says comes first.
 */
export const criuEnvironment = (
  image: EngineCheckpoint | EngineRestore,
  files: Scratch,
): Readonly<Record<string, string>> => {
  const lines = [
    ...('linkRemap' in image && image.linkRemap ? ['link-remap'] : []),
    ...('tcpSkipInFlight' in image && image.tcpSkipInFlight ? ['skip-in-flight'] : []),
    ...('tcpClose' in image && image.tcpClose ? ['tcp-close'] : []),
    ...image.external.map((what) => `external ${what}`),
    ...(image.toolTimeoutMs === undefined ? [] : [`timeout ${Math.ceil(image.toolTimeoutMs / 1_000)}`]),
  ];
  if (lines.length === 0) return {};
  const own = process.env[variable];
  const before = own === undefined ? '' : `${readFileSync(own, 'utf8')}\n`;
  return { [variable]: files.write('criu.conf', `${before}${lines.join('\n')}\n`) };
};
