import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialect } from '../src/dialect.ts';
import { acme, driver } from '../src/index.ts';

test('the driver is exported under its own name and as driver', () => {
  assert.equal(driver, acme);
});

test('every call keeps its state and its log where it is told', () => {
  const argv = dialect.global({ root: '/state' }, '/log');
  assert.deepEqual(argv.slice(argv.indexOf('--root'), argv.indexOf('--root') + 2), ['--root', '/state']);
  assert.ok(argv.includes('/log'));
});

test('words of the runtime become codes', () => {
  const codeOf = (verb: string, words: string) => dialect.errorCode({ verb, exitCode: 1, words });
  assert.equal(codeOf('state', 'container does not exist'), 'ERR_CONTAINER_NOT_FOUND');
  assert.equal(codeOf('create', 'container with id exists: a'), 'ERR_CONTAINER_EXISTS');
  assert.equal(codeOf('kill', 'container not running'), 'ERR_CONTAINER_NOT_RUNNING');
  assert.equal(codeOf('state', 'something new'), undefined);
});

test('another program is refused, with what it calls itself', async () => {
  const help = { version: 'other 1.0', flags: async () => new Set<string>() };
  await assert.rejects(dialect.probe(help, {}), /other 1\.0/);
});

test('an unknown option is a TypeError', async () => {
  await assert.rejects(acme({ roof: '/' } as object), TypeError);
});
