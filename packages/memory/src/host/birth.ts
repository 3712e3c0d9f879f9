import { programOf } from '../process/programs.ts';
import { type Birth, type Running, runningOf } from '../process/running.ts';
import type { Programs } from '../program.ts';
import type { Container } from './container.ts';
import type { Host } from './host.ts';

/** What the caller decides of a new process. */
export type Newborn = Pick<Birth, 'args' | 'env' | 'cwd' | 'plumbing' | 'protected'> & {
  readonly verb: string;
  /** Default: its own. */
  readonly group?: number | undefined;
  /** As an image has it. */
  readonly state?: Record<string, unknown> | undefined;
};

/**
 * Puts a process into a container; it is to be started.
 * @throws `ERR_EXEC_FAILED`
 */
export const bear = (host: Host, programs: Programs, container: Container, parts: Newborn): Running => {
  const { verb, state, args } = parts;
  const program = programOf(programs, verb, container.id, args);
  const pid = host.nextPid();
  const running = runningOf({
    ...parts,
    pid,
    group: parts.group ?? pid,
    program,
    state: state ?? {},
    restored: state !== undefined,
    thawed: container.thawed,
    fork: (parent, forked) => {
      const { group, env, cwd } = parent;
      const { plumbing } = parts;
      const child = bear(host, programs, container, {
        verb: 'fork',
        args: forked,
        env,
        cwd,
        plumbing,
        group,
        protected: false,
      });
      void child.exited.then(() => parent.kill('SIGCHLD'));
      child.start();
      return child.pid;
    },
    allocate: (by, bytes) => {
      container.memory.set(by, (container.memory.get(by) ?? 0) + bytes);
      const limit = container.resources.memory?.limit ?? -1;
      if (limit >= 0 && usedBytes(container) > limit) killForMemory(container, by);
    },
  });
  container.processes.add(running);
  void running.exited.then(() => {
    container.processes.delete(running);
    container.memory.delete(running);
  });
  return running;
};

export const usedBytes = ({ memory }: Container): number =>
  [...memory.values()].reduce((sum, bytes) => sum + bytes, 0);

/** As the kernel does: the counter moves, and the process is gone. */
export const killForMemory = (container: Container, process: Running): void => {
  container.oom.add();
  process.kill('SIGKILL');
};
