import type { Runtime } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import { forgiven, type Specimen } from './specimen.ts';

const kills =
  (other: (inner: Runtime) => Runtime['kill']) =>
  (inner: Runtime): Runtime => ({ ...inner, kill: other(inner) });

const isOne = (signal: unknown): boolean =>
  (typeof signal === 'string' && /^SIG(TERM|KILL|USR1)$/.test(signal)) || signal === 15;

export const kill: readonly Specimen[] = [
  {
    it: 'sends SIGKILL whatever is asked for',
    breaks: kills(
      (inner) => (id, signal, options) => inner.kill(id, isOne(signal) ? 'SIGKILL' : signal, options),
    ),
  },
  {
    it: 'sends SIGTERM for SIGKILL',
    breaks: kills(
      (inner) => (id, signal, options) => inner.kill(id, signal === 'SIGKILL' ? 'SIGTERM' : signal, options),
    ),
  },
  {
    it: 'knows no signal by number',
    breaks: kills((inner) => async (id, signal, options) => {
      if (typeof signal === 'number') throw new InvalidOptionError('give a name');
      return inner.kill(id, signal, options);
    }),
  },
  {
    it: 'takes SIGTERM for SIGINT',
    breaks: kills(
      (inner) => (id, signal, options) => inner.kill(id, signal === 'SIGTERM' ? 'SIGINT' : signal, options),
    ),
  },
  {
    it: 'signals every process where init is meant',
    breaks: kills(
      (inner) =>
        (id, signal, options = {}) =>
          inner.kill(id, signal, options.pid === undefined ? { all: true, ...options } : options),
    ),
  },
  {
    it: 'signals init where every process is meant',
    breaks: kills((inner) => (id, signal, options = {}) => {
      const { all: _all, ...rest } = options;
      return inner.kill(id, signal, rest);
    }),
  },
  {
    it: 'signals init where a process of exec is meant',
    breaks: kills((inner) => (id, signal, options = {}) => {
      if (options.pid !== undefined && options.pid < 1) return inner.kill(id, signal, options);
      const { pid: _pid, ...rest } = options;
      return inner.kill(id, signal, rest);
    }),
  },
  {
    it: 'signals what has ended without a word',
    breaks: kills(
      (inner) => (id, signal, options) =>
        forgiven(inner.kill(id, signal, options), 'ERR_CONTAINER_NOT_RUNNING', () => {}),
    ),
  },
  {
    it: 'takes anything for a signal',
    breaks: kills(
      (inner) => (id, signal, options) =>
        isOne(signal) ||
        (typeof signal === 'string' && signal.startsWith('SIG') && (signal as string) !== 'SIGNOPE')
          ? inner.kill(id, signal, options)
          : inner.kill(id, 'SIGCONT', options),
    ),
  },
];
