import type { ContainerEvent } from '@caisson/core';
import type { Command } from 'commander';
import { containerId } from '../arguments/container-id.ts';
import { watcherOf } from '../container/watcher.ts';
import { print } from '../output/print.ts';
import { interruptible } from '../process/interruptible.ts';
import { type GlobalFlags, openRuntime } from '../runtime.ts';

export const eventsCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('events');
  command
    .description('Tell what happens to a container, until it ends')
    .argument('<id>', 'the container')
    .option('--json', 'each event as an object on a line of its own')
    .addHelpText(
      'after',
      '\nEach kill for memory is told as it happens, and then how the container has ended; where the host does not\ntell how, that it has.',
    )
    .action(async (text: string) => {
      const { json = false, ...flags } = command.optsWithGlobals<GlobalFlags & { readonly json?: boolean }>();
      const id = containerId(text);
      finish(await interruptible((signal) => follow(flags, id, json, signal)));
    });
};

const follow = async (flags: GlobalFlags, id: string, json: boolean, signal: AbortSignal): Promise<void> => {
  await using runtime = await openRuntime(flags);
  const oom = await watcherOf(flags.runtime);
  for await (const event of runtime.events(id, { signal, oom })) {
    await print(`${json ? JSON.stringify(plain(event)) : sentence(event, new Date())}\n`);
  }
};

const plain = (event: ContainerEvent): object => {
  if (event.type !== 'error') return event;
  const { code, message } = event.error;
  return { type: event.type, error: { code, message } };
};

const sentence = (event: ContainerEvent, now: Date): string => {
  if (event.type === 'oom') return `${event.at.toISOString()} oom: a process was killed for memory`;
  if (event.type === 'exit') {
    const { exitCode, signal, finishedAt } = event.status;
    return `${finishedAt.toISOString()} exit: code ${exitCode}${signal === null ? '' : ` (${signal})`}`;
  }
  const { code, reason, message } = event.error;
  if (code !== 'ERR_STATUS_LOST') return `${now.toISOString()} error: ${message}`;
  return `${now.toISOString()} ended: how is not known${reason === undefined ? '' : ` (${reason})`}`;
};
