import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { systemError } from '../src/system-error.ts';

it('is in the form of one of Node', () => {
  let nodes: NodeJS.ErrnoException = new Error('none');
  try {
    readFileSync('/missing');
  } catch (error) {
    nodes = error as NodeJS.ErrnoException;
  }
  const { code, errno, message } = systemError(2, 'open');
  expect({ code, errno, message: `${message} '/missing'` }).toEqual({
    code: nodes.code,
    errno: nodes.errno,
    message: nodes.message,
  });
});

it('names what libuv has no name for', () => {
  expect(systemError(10, 'waitid')).toMatchObject({
    code: 'ECHILD',
    message: 'ECHILD: no child processes, waitid',
  });
});

it('tells the number of what nobody has a name for', () => {
  expect(systemError(4000, 'call')).toMatchObject({ errno: -4000, message: expect.stringContaining('4000') });
});
