import type { EngineProcess } from '../engine.ts';
import { attendedEnd, attendedPid } from './attended.ts';
import { keeping, streamsOf, tellingEnds } from './attended-streams.ts';
import { begin } from './begin.ts';
import type { Command } from './command.ts';
import { innerPid } from './inner-pid.ts';
import { killer } from './killer.ts';
import type { KillCounter } from './kills.ts';
import type { Launcher } from './launcher.ts';
import { since } from './native.ts';
import { processStart } from './process-start.ts';

/** `exec` by the runtime's foreground verb, which stays as long as the process. */
export const attendedExec = (command: Command, kills: KillCounter): Launcher['exec'] => {
  const { dialect } = command;
  const telling = tellingEnds(command);
  return async (id, process, io) => {
    const before = await kills.read(id);
    return keeping(async (files) => {
      const args = dialect.exec(id, {
        process,
        processFile: files.write('process.json', JSON.stringify(process)),
        pidFile: files.path('pid'),
        innerPidFile: files.path('inner'),
        detach: false,
      });
      const begun = await begin(telling, id, io, args, files);
      const pid = await attendedPid(command, 'exec', id, begun, files);
      const exited = attendedEnd(command, 'exec', id, pid, begun, files);
      const inner = innerPid(files);
      return {
        ...streamsOf(begun, files),
        exited,
        oomKills: async () => since(before, kills.read(id)),
        // A runtime with pids of its own signals by them; the host's is its command's.
        ...(inner === undefined ? ofHost(pid, exited) : { pid: inner }),
      };
    });
  };
};

const ofHost = (
  pid: number,
  exited: EngineProcess['exited'],
): Required<Pick<EngineProcess, 'pid' | 'hostPid' | 'kill'>> => {
  const started = processStart(pid);
  const kill = killer(pid, exited);
  return {
    pid,
    hostPid: pid,
    // The client may have reaped it already: then its pid could be another's.
    kill: async (signal, group) => {
      const now = processStart(pid);
      if ((started !== undefined && now === started) || (group && now === undefined))
        await kill(signal, group);
    },
  };
};
