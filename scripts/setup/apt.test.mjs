import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { withTemporary } from '../tree/temporary.mjs';
import { install } from './apt.mjs';

const path = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = path;
});

const program = { command: 'thing', debian: 'thing', why: 'a test' };

/** Fake apt commands, since a real archive can be neither old nor gone at will: what they were told, in order. */
const calls = (policy, installing) =>
  withTemporary(async (directory) => {
    const log = join(directory, 'log');
    const fake = async (name, code) => {
      await writeFile(join(directory, name), `#!/bin/sh\nlog='${log}'\n${code}\n`);
      await chmod(join(directory, name), 0o755);
    };
    await fake('apt-cache', policy);
    await fake('apt-get', `shift 2; echo "$*" >> "$log"; case "$1" in install) ${installing};; esac`);
    process.env['PATH'] = directory + delimiter + path;
    let failure;
    await install(program).catch((error) => {
      failure = error.message;
    });
    const lines = await readFile(log, 'utf8');
    return { told: lines.trimEnd().split('\n'), failure };
  });

const known = "echo '  Candidate: 1.0'";
const unknown = "echo '  Candidate: (none)'";
const installThing = 'install --yes --no-install-recommends thing';

it('fetches no lists where they have the package', async () => {
  expect(await calls(known, 'exit 0')).toEqual({ told: [installThing], failure: undefined });
});

it('fetches the lists first where they lack the package', async () => {
  expect(await calls(unknown, 'exit 0')).toEqual({ told: ['update', installThing], failure: undefined });
});

it('fetches the lists and tries once more where they turn out to be old', async () => {
  const onceGone = '[ -e "$log.old" ] || { touch "$log.old"; exit 100; }';
  expect(await calls(known, onceGone)).toEqual({
    told: [installThing, 'update', installThing],
    failure: undefined,
  });
});

it('tells what apt-get said where it fails', async () => {
  const { failure } = await calls(unknown, 'echo "E: no space left"; exit 100');
  expect(failure).toBe('apt-get install thing failed (exit code 100):\nE: no space left');
});
