import type { Signal } from '@caisson/core';
import { describe, expect, it } from 'vitest';
import { fakeRunc, onLinux } from './calls.ts';

const fake = fakeRunc();
const verbs = (): string[][] => fake.calls().map(({ verb }) => [...verb]);

describe.skipIf(!onLinux).each(['native', 'foreground'] as const)(
  'the command lines of a fake runc, %s waiting (needs Linux)',
  (waiting) => {
    it('of create, start and delete', async () => {
      await using runtime = await fake.runtime({ waiting });
      await runtime.create('a', fake.bundle, { stdin: 'in' });
      await runtime.start('a');
      await runtime.wait('a').catch(() => {});
      await runtime.delete('a');
      expect(verbs()).toEqual([
        ['create', '--bundle', fake.bundle, '--pid-file', 'PID', 'a'],
        ['start', 'a'],
        ['delete', 'a'],
      ]);
      expect(fake.calls()[0]?.file('stdin')).toBe('in');
    });

    it.each<[Signal, object, string[]]>([
      ['SIGTERM', {}, ['kill', 'a', 'SIGTERM']],
      ['SIGKILL', { all: true }, ['kill', '--all', 'a', 'SIGKILL']],
      [9, {}, ['kill', 'a', '9']],
      [34, { all: false }, ['kill', 'a', '34']],
    ])('of kill with %j and %j', async (signal, options, verb) => {
      await using runtime = await fake.runtime({ waiting });
      await runtime.kill('a', signal, options);
      expect(verbs()).toEqual([verb]);
    });

    it('of delete with force', async () => {
      await using runtime = await fake.runtime({ waiting });
      await runtime.delete('a', { force: true });
      expect(verbs()).toEqual([['delete', '--force', 'a']]);
    });

    it('of state, whose pid of 0 is left out', async () => {
      await using runtime = await fake.runtime({ waiting });
      expect(await runtime.state('a')).toEqual({
        ociVersion: '1.0.2-dev',
        id: 'a',
        status: 'stopped',
        bundle: '/b',
      });
      expect(verbs()).toEqual([['state', 'a']]);
    });

    it('of list, which is empty for null', async () => {
      await using runtime = await fake.runtime({ waiting });
      expect(await runtime.list()).toEqual([]);
      fake.list(
        '[{"ociVersion":"1.0.2-dev","id":"b","pid":7,"status":"running","bundle":"/b","annotations":{"k":"v"}}]',
      );
      expect(await runtime.list()).toEqual([
        {
          ociVersion: '1.0.2-dev',
          id: 'b',
          pid: 7,
          status: 'running',
          bundle: '/b',
          annotations: { k: 'v' },
        },
      ]);
      expect(verbs()).toEqual([
        ['list', '--format', 'json'],
        ['list', '--format', 'json'],
      ]);
    });

    it('of pause, resume and update', async () => {
      await using runtime = await fake.runtime({ waiting });
      await runtime.pause('a');
      await runtime.resume('a');
      await runtime.update('a', { memory: { limit: 1 << 20 } });
      expect(verbs()).toEqual([
        ['pause', 'a'],
        ['resume', 'a'],
        ['update', '--resources', 'RESOURCES', 'a'],
      ]);
      expect(JSON.parse(fake.calls()[2]?.file('resources.json') ?? '')).toEqual({
        memory: { limit: 1 << 20 },
      });
    });
  },
);
