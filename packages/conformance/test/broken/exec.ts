import { exec, forgiven, hang, recoded, type Specimen } from './specimen.ts';

export const execs: readonly Specimen[] = [
  {
    it: 'tells every failure of exec as exit code 1',
    breaks: exec((inner) => async (...call) => {
      const status = await inner.exec(...call);
      return status.signal === null && status.exitCode > 0 ? { ...status, exitCode: 1 } : status;
    }),
  },
  {
    it: 'takes an exec’s exit code above 128 for a signal',
    breaks: exec((inner) => async (...call) => {
      const status = await inner.exec(...call);
      return status.exitCode > 128 ? { ...status, signal: 'SIGKILL' } : status;
    }),
  },
  {
    it: 'tells no signal of exec',
    breaks: exec((inner) => async (...call) => ({ ...(await inner.exec(...call)), signal: null })),
  },
  {
    it: 'loses exec’s standard error',
    breaks: exec((inner) => (id, process, options = {}) => {
      const { stderr: _lost, ...rest } = options;
      return inner.exec(id, process, rest as typeof options);
    }),
  },
  {
    it: 'waits in exec for whoever holds the pipes',
    breaks: exec((inner) => async (id, process, options) => {
      const status = await inner.exec(id, process, options);
      if (process.args?.[0] === 'leave') await inner.wait(id);
      return status;
    }),
  },
  {
    it: 'gives exec’s process no environment',
    breaks: exec((inner) => (id, process, options) => inner.exec(id, { ...process, env: [] }, options)),
  },
  {
    it: 'gives exec’s process another working directory',
    breaks: exec((inner) => async (id, process, options) => {
      const cwd = process.cwd === '/tmp' ? '/' : process.cwd;
      return inner.exec(id, { ...process, cwd }, options);
    }),
  },
  {
    it: 'changes the process that exec is given',
    breaks: exec((inner) => async (id, process, options) => {
      const status = await inner.exec(id, process, options);
      Object.assign(process, { terminal: false });
      return status;
    }),
  },
  {
    it: 'ends the container with its exec',
    breaks: exec((inner) => async (id, process, options) => {
      const status = await inner.exec(id, process, options);
      await inner.kill(id, 'SIGKILL').catch(() => {});
      return status;
    }),
  },
  {
    it: 'never settles exec where its container has ended',
    breaks: exec((inner) => async (id, process, options) => {
      const status = await inner.exec(id, process, options);
      const state = await inner.state(id).catch(() => undefined);
      return state?.status === 'running' ? status : hang();
    }),
  },
  {
    it: 'dates an exec’s start at its end',
    breaks: exec((inner) => async (...call) => {
      const status = await inner.exec(...call);
      return { ...status, startedAt: status.finishedAt };
    }),
  },
  {
    it: 'has another code for exec where nothing runs',
    breaks: exec(
      (inner) =>
        (...call) =>
          recoded(inner.exec(...call), 'ERR_CONTAINER_NOT_RUNNING', 'ERR_RUNTIME_FAILED'),
    ),
  },
  {
    it: 'tells exit code 127 for exec of what is not there',
    breaks: exec(
      (inner) =>
        (...call) =>
          forgiven(inner.exec(...call), 'ERR_EXEC_FAILED', () => ({
            exitCode: 127,
            signal: null,
            oomKilled: false,
            oomKills: 0,
            finishedAt: new Date(),
          })),
    ),
  },
  {
    it: 'has another code for exec of what is no process',
    breaks: exec(
      (inner) =>
        (...call) =>
          recoded(inner.exec(...call), 'ERR_INVALID_SPEC', 'ERR_RUNTIME_FAILED'),
    ),
  },
];
