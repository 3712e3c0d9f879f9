import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialect } from '../src/dialect.ts';
import { driver, youki } from '../src/index.ts';

test('the driver is exported under its own name and as driver', () => {
  assert.equal(driver, youki);
});

test('every call keeps its state and its log where it is told', () => {
  const argv = dialect.global({ root: '/state' }, '/log');
  assert.deepEqual(argv.slice(argv.indexOf('--root'), argv.indexOf('--root') + 2), ['--root', '/state']);
  assert.ok(argv.includes('/log'));
});

test('words of the runtime become codes', () => {
  const codeOf = (verb: string, words: string) => dialect.errorCode({ verb, exitCode: 1, words });
  assert.equal(codeOf('state', 'container a does not exist.'), 'ERR_CONTAINER_NOT_FOUND');
  assert.equal(codeOf('exec', 'container state directory does not exist'), 'ERR_CONTAINER_NOT_FOUND');
  assert.equal(
    codeOf('delete', 'could not load state for container a\n\nCaused by:\n 1: No such file or directory'),
    'ERR_CONTAINER_NOT_FOUND',
  );
  assert.equal(codeOf('start', 'incompatible container status: `Running`'), 'ERR_WRONG_STATE');
  assert.equal(codeOf('kill', 'incompatible container status: `Stopped`'), 'ERR_CONTAINER_NOT_RUNNING');
  assert.equal(codeOf('create', "executable 'x' not found in $PATH"), 'ERR_EXEC_FAILED');
  assert.equal(codeOf('state', 'something new'), undefined);
});

test('the table of list is read by its columns', () => {
  const table = [
    'ID  PID    STATUS   BUNDLE       CREATED                    CREATOR',
    'a   22213  Running  /b/with two  2026-11-24T06:52:42+00:00  root',
    'bc         Stopped  /b           2026-11-24T06:52:43+00:00  root',
    '',
  ].join('\n');
  assert.deepEqual(dialect.parseList?.(table), [
    { ociVersion: '1.1.0', id: 'a', status: 'running', pid: 22213, bundle: '/b/with two' },
    { ociVersion: '1.1.0', id: 'bc', status: 'stopped', bundle: '/b' },
  ]);
  assert.deepEqual(dialect.parseList?.('ID  PID  STATUS  BUNDLE  CREATED  CREATOR\n'), []);
});

test('another program is refused, with what it calls itself', async () => {
  const help = { version: 'other 1.0', flags: async () => new Set<string>() };
  await assert.rejects(dialect.probe(help, {}), /other 1\.0/);
});

test('an unknown option is a TypeError', async () => {
  await assert.rejects(youki({ roof: '/' } as object), TypeError);
});
