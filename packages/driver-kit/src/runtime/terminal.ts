import type { Streams } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { type Kit, notSupported } from './kit.ts';

/**
 * A terminal is wanted by the spec and given by the call, or neither.
 * @throws `ERR_NOT_SUPPORTED`, `ERR_INVALID_SPEC`
 */
export const checkTerminal = (kit: Kit, where: string, wanted: boolean, { terminal }: Streams): void => {
  const { name, capabilities } = kit.engine;
  if (!wanted && !terminal) return;
  if (!capabilities.terminal) throw notSupported(kit, 'give a terminal', capabilities.reasons.terminal);
  if (wanted && terminal) return;
  const what = terminal
    ? 'the call gives a terminal, and the spec does not want one: make it true'
    : 'the spec wants a terminal, and the call gives none: add the option terminal';
  throw new RuntimeError('ERR_INVALID_SPEC', `${where}: ${what}`, {
    runtime: name,
    reason: `${where}: ${what}`,
  });
};
