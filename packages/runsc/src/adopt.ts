import type { CliEngine, EngineEnd, EngineProcess } from '@caisson/driver-kit';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import { sandboxPid } from './state-file.ts';
import { told } from './told.ts';

/**
 * The init of a container that this object did not make: as the kernel tells it where it does; else by `runsc wait`,
 * which answers for as long as the sandbox lives.
 */
export const adopting =
  (engine: CliEngine, stateDirOf: (id: string) => string) =>
  async (id: string): Promise<EngineProcess> => {
    if (engine.adopt) {
      const process = await engine.adopt(id);
      return { ...process, exited: process.exited.then(told) };
    }
    const { status } = await engine.state(id);
    if (status === 'stopped') throw lost(id, 'it had ended before anyone waited for it here');
    const pid = sandboxPid(stateDirOf(id));
    const { answer, leave, ref, unref } = engine.attend(id, ['wait', id]);
    const exited = answer.then(
      (text) => told({ exitCode: codeIn(id, text), signal: 'unknown' }),
      (cause: unknown) => {
        throw isRuntimeError(cause, 'ERR_CONTAINER_NOT_FOUND')
          ? cause
          : lost(id, 'its sandbox is gone', cause);
      },
    );
    exited.catch(() => {});
    return { pid, hostPid: pid, exited, ref, unref, release: async () => leave() };
  };

const codeIn = (id: string, text: string): EngineEnd['exitCode'] => {
  const { exitStatus } = JSON.parse(text) as { exitStatus?: unknown };
  if (typeof exitStatus !== 'number') throw lost(id, 'runsc wait told no status');
  return exitStatus;
};

const lost = (id: string, reason: string, cause?: unknown): RuntimeError =>
  new RuntimeError('ERR_STATUS_LOST', `runsc: the status of ${id} cannot be learnt: ${reason}`, {
    runtime: 'runsc',
    verb: 'wait',
    id,
    reason,
    cause,
  });
