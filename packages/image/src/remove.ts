import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import type { ImageFirewall, ImageFirewallRule } from '@caisson/core';
import { readManifest } from './manifest.ts';

const run = promisify(execFile);
const limitMs = 30_000;

/** Removes an image, and the firewall rules that hold its kept TCP connections back. */
export const removeImage = async (imagePath: string): Promise<void> => {
  const firewall = ((): ImageFirewall | undefined => {
    try {
      return readManifest(imagePath)?.firewall;
    } catch {
      return undefined; // It is broken, and goes all the same.
    }
  })();
  if (firewall) await removeFirewall(firewall);
  await rm(imagePath, { recursive: true, force: true });
};

/** A rule that is gone already, or whose namespace is, is no error. */
export const removeFirewall = async ({ netns, rules }: ImageFirewall): Promise<void> => {
  for (const rule of rules.filter(isRule)) {
    const words = deletionOf(rule);
    const [program = '', ...args] = netns === undefined ? words : ['nsenter', `--net=${netns}`, ...words];
    await run(program, args, { timeout: limitMs }).catch(() => {});
  }
};

/** An image may come from anywhere, and what it says becomes arguments of a program. */
const isRule = ({ chain, source, sourcePort, destination, destinationPort }: ImageFirewallRule): boolean =>
  (chain === 'INPUT' || chain === 'OUTPUT') &&
  [source, destination].every((address) => isIP(address) > 0) &&
  [sourcePort, destinationPort].every((port) => Number.isInteger(port) && port > 0 && port < 65_536);

/** CRIU's own spelling (checkpoint-restore/criu:criu/netfilter.c); its packets alone bear the mark. */
const deletionOf = (rule: ImageFirewallRule): readonly string[] => [
  rule.family === 6 ? 'ip6tables' : 'iptables',
  ...['-w', '-t', 'filter', '-D', rule.chain, '--protocol', 'tcp', '-m', 'mark', '!', '--mark', '0xC114'],
  ...['--source', rule.source, '--sport', String(rule.sourcePort)],
  ...['--destination', rule.destination, '--dport', String(rule.destinationPort)],
  ...['-j', 'DROP'],
];
