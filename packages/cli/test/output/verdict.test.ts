import { baseSpec, memoryLimit } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { memoryNote, statusLine } from '../../src/output/verdict.ts';

const finishedAt = new Date(0);
const killed = { exitCode: 137, signal: 'SIGKILL', oomKilled: true, oomKills: 1, finishedAt } as const;
const limited = memoryLimit('64MiB')(baseSpec('runc'));

it('tells of a kill for memory with the limit', () => {
  expect(memoryNote('c', killed, limited)).toBe('c was killed for memory: limit 64 MiB');
  expect(memoryNote('c', killed, undefined)).toBe('c was killed for memory: it has no limit of its own');
});

it('tells of killed children of a program that went on', () => {
  const status = { ...killed, exitCode: 0, signal: null, oomKilled: false };
  expect(memoryNote('c', status, limited)).toBe(
    '1 of the processes of c was killed for memory: limit 64 MiB',
  );
  expect(memoryNote('c', { ...status, oomKills: 2 }, limited)).toMatch(
    /^2 of the processes of c were killed/,
  );
});

it('is silent where none was killed or none is known of', () => {
  expect(memoryNote('c', { ...killed, oomKilled: false, oomKills: 0 }, limited)).toBeUndefined();
  expect(memoryNote('c', { ...killed, oomKilled: 'unknown', oomKills: 'unknown' }, limited)).toBeUndefined();
});

it('puts the status on one line, with the error if there is one', () => {
  expect(JSON.parse(statusLine('c', killed))).toEqual({
    id: 'c',
    ...killed,
    finishedAt: finishedAt.toISOString(),
  });
  expect(JSON.parse(statusLine('c', undefined, { code: 'E', message: 'm' }))).toEqual({
    id: 'c',
    error: { code: 'E', message: 'm' },
  });
});
