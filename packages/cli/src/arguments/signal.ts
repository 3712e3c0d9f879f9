import { constants } from 'node:os';
import type { Signal } from '@caisson/core';
import { refused } from '../usage-error.ts';

const isName = (name: string): name is NodeJS.Signals => Object.hasOwn(constants.signals, name);

/** `TERM`, `SIGTERM`, `term` or `15`. */
export const parseSignal = (text: string): Signal => {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : undefined;
  if (number !== undefined && number >= 1 && number <= 64) return number;
  const name = text.toUpperCase().replace(/^(?!SIG)/, 'SIG');
  if (isName(name)) return name;
  throw refused('SIGNAL', text, 'a name such as TERM or SIGKILL, or a number from 1 to 64');
};
