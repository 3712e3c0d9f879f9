import { trouble } from '../trouble.ts';
import type { Action, Backend, CudaState } from './backend.ts';

/** Runs the program, on the host or inside a container, and gives what it said. */
export type Perform = (
  args: readonly string[],
  given: AbortSignal,
) => Promise<{ readonly exitCode: number; readonly text: string }>;

interface ProgramParts {
  readonly perform: Perform;
  readonly steps: boolean;
  /** Whether `lock` takes a timeout (driver 570). */
  readonly timed: boolean;
  readonly lockTimeoutMs: number;
  readonly deviceMap?: Readonly<Record<string, string>> | undefined;
}

const states: readonly string[] = ['running', 'locked', 'checkpointed', 'failed'];

/** NVIDIA's cuda-checkpoint (NVIDIA/cuda-checkpoint:README.md). */
export const programBackend = ({
  perform,
  steps,
  timed,
  lockTimeoutMs,
  deviceMap,
}: ProgramParts): Backend => {
  const done = async (args: readonly string[], given: AbortSignal): Promise<void> => {
    const { exitCode, text } = await perform(args, given);
    if (exitCode === 0) return;
    const words = text.trim();
    throw trouble(`cuda-checkpoint ${args.join(' ')} exited with ${exitCode}: ${words}`, { words });
  };
  const pairs = Object.entries(deviceMap ?? {}).map((pair) => pair.map(withPrefix).join('='));
  const more: Readonly<Record<Action, readonly string[]>> = {
    lock: timed ? ['--timeout', String(Math.ceil(lockTimeoutMs))] : [],
    checkpoint: [],
    restore: pairs.length === 0 ? [] : ['--device-map', pairs.join(',')],
    unlock: [],
  };
  return {
    name: 'program',
    steps,
    state: async (pid, given) => {
      // Without it, whether a process uses CUDA shows in its memory alone.
      if (!steps) return 'unknown';
      const { exitCode, text } = await perform(['--get-state', '--pid', String(pid)], given);
      if (exitCode !== 0) return undefined;
      const word = text.trim().toLowerCase();
      return states.includes(word) ? (word as CudaState) : 'unknown';
    },
    act: (pid, action, given) => done(['--action', action, '--pid', String(pid), ...more[action]], given),
    toggle: (pid, given) => done(['--toggle', '--pid', String(pid)], given),
  };
};

const withPrefix = (uuid: string): string => (uuid.startsWith('GPU-') ? uuid : `GPU-${uuid}`);
