import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageFirewall, ImageFirewallRule } from '@caisson/core';

const nameOf = { checkpoint: 'dump.log', restore: 'restore.log' } as const;

/** CRIU's own log of a verb, at its debug level: what runtimes ask it for. */
export const criuLog = (verb: keyof typeof nameOf, workPath: string): string => {
  try {
    return readFileSync(join(workPath, nameOf[verb]), 'utf8');
  } catch {
    return ''; // It was not reached.
  }
};

/** Tried, and gone on without: it says so of every process on a host without CAP_SYS_RESOURCE. */
const harmless = /rlimit: Can't setup RLIMIT_NOFILE for self/;

/** Its errors, without the times. */
export const criuErrors = (log: string): readonly string[] =>
  log.split('\n').flatMap((line) => {
    const [, words] = /^(?:\(\d+\.\d+\)\s*)?((?:\d+:\s+)?Error \(.*)$/.exec(line) ?? [];
    return words === undefined || harmless.test(words) ? [] : [words];
  });

/** The release that wrote it. */
export const criuVersion = (log: string): string | undefined => /\bVersion: (\S+)/.exec(log)?.[1];

const rule =
  /Running (ip6?tables) \[.* -[AI] (INPUT|OUTPUT) .*--source (\S+) --sport (\d+) --destination (\S+) --dport (\d+) -j DROP\]/;

/** The rules by which it holds the packets of kept connections back, until a restore lets them through. */
export const criuFirewall = (log: string, netns: string | undefined): ImageFirewall | undefined => {
  const rules = log.split('\n').flatMap((line): ImageFirewallRule[] => {
    const [, program, chain, source = '', sourcePort, destination = '', destinationPort] =
      rule.exec(line.replace('Running iptables [ip6tables', 'Running ip6tables [ip6tables')) ?? [];
    if (program === undefined) return [];
    return [
      {
        family: program === 'ip6tables' ? 6 : 4,
        chain: chain === 'INPUT' ? 'INPUT' : 'OUTPUT',
        source,
        sourcePort: Number(sourcePort),
        destination,
        destinationPort: Number(destinationPort),
      },
    ];
  });
  return rules.length === 0 ? undefined : { ...(netns === undefined ? {} : { netns }), rules };
};
