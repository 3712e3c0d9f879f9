import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bin, start } from './support/caisson.ts';

const run = (...args: readonly string[]) => start(process.execPath, [bin, ...args]).ended;
const verbs = ['run', 'exec', 'list', 'state', 'kill', 'delete', 'events', 'spec', 'checkpoint', 'restore'];

describe('help', () => {
  it('shows every command, and examples', async () => {
    const { exitCode, stdout, stderr } = await run('--help');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const verb of verbs) expect(stdout).toMatch(new RegExp(`^  ${verb} .*[A-Z]`, 'm'));
    expect(stdout).toContain('caisson run -- echo hello');
  });

  it.each(verbs)('of %s shows its options and those of all commands, on lines that fit', async (verb) => {
    const { exitCode, stdout } = await run(verb, '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: caisson ${verb} `));
    for (const option of ['--root <dir>', '--runtime <name>', '--debug']) expect(stdout).toContain(option);
    expect(await run('help', verb)).toMatchObject({ exitCode: 0, stdout });
  });

  it('of run tells units, defaults and exit codes', async () => {
    const { stdout } = await run('run', '--help');
    for (const part of ['1024²', '(default: no limit)', 'a plain number is', '124 --timeout', 'Limits:']) {
      expect(stdout).toContain(part);
    }
  });

  it('is printed on standard error, with exit code 2, where no command is given', async () => {
    const { exitCode, stdout, stderr } = await run();
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Usage: caisson COMMAND');
  });

  it('prints the version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await run('--version')).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });
});
