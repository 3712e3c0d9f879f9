import type { DialectCapabilities, Help } from '@caisson/driver-kit';
import { RuntimeError } from '@caisson/errors';
import type { Known } from '../dialect.ts';
import { lacking } from '../flags/releases.ts';
import type { RunscOptions } from '../options.ts';
import { gpuReason } from './gpu.ts';

const flagOf = {
  platform: '--platform',
  network: '--network',
  overlay2: '--overlay2',
  directfs: '--directfs',
  rootless: '--rootless',
} as const;

const refuse = (reason: string): RuntimeError =>
  new RuntimeError('ERR_NOT_SUPPORTED', `runsc: ${reason}`, { runtime: 'runsc', reason });

/** What this binary can do with these options; its flags are read from its help, never from a table of versions. */
export const probe = async (
  help: Help,
  options: RunscOptions,
  { global, version }: Known,
): Promise<DialectCapabilities> => {
  if (!/^runsc version /.test(help.version)) {
    throw new Error(`it calls itself ${JSON.stringify(help.version.slice(0, 80))}, not runsc`);
  }
  for (const [option, flag] of Object.entries(flagOf) as [keyof typeof flagOf, string][]) {
    if (options[option] !== undefined && !global.has(flag)) throw lacking(option, flag, version);
  }
  const { network = 'none', rootless = false } = options;
  if (rootless && network === 'sandbox') {
    throw refuse('rootless: network sandbox needs root (runsc/cmd/run.go); give network: "none" or "host"');
  }
  const update = (await help.flags('update').catch(() => new Set<string>())).has('--resources');
  const gpu = await gpuReason(global);
  const images = imagesReason(network, rootless);
  return {
    checkpointRestore: images === undefined,
    gpu: gpu === undefined,
    oomEvents: false,
    joinExistingNetNS: network !== 'none',
    cdi: true,
    create: !rootless,
    pause: true,
    update,
    events: true,
    terminal: true,
    reasons: {
      ...(rootless ? { create: 'a rootless runsc has no create: it makes and starts in one, by run' } : {}),
      ...(images === undefined ? {} : { checkpointRestore: images }),
      ...(gpu === undefined ? {} : { gpu }),
      ...(update ? {} : { update: `this runsc (${version}) has no update; 20260202 or later has it` }),
      ...(network === 'none'
        ? {
            joinExistingNetNS: rootless
              ? 'network is "none", and a rootless runsc takes none of a namespace'
              : 'network is "none": give network: "sandbox", whose stack takes its interfaces',
          }
        : {}),
      oomEvents: 'runsc tells no OOM kills: give an OOM watcher; the count is in each status all the same',
    },
  };
};

const imagesReason = (network: string, rootless: boolean): string | undefined => {
  if (network === 'host') return 'network is "host", whose sockets are the host\'s: no image can hold them';
  return rootless ? 'a rootless runsc restores nothing' : undefined;
};
