import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasTmux, screenIn } from './support/screen.ts';

const bin = join(import.meta.dirname, '../dist/bin.js');
const begin = `${process.execPath} ${bin}; echo "code $?"`;

describe.skipIf(!hasTmux)('the questions, in a terminal (needs tmux)', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'create-driver-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const made = (): readonly string[] => readdirSync(directory).filter((name) => !name.startsWith('tmux-'));

  it('are answered one by one, each with a suggestion made of the answers before', async () => {
    await using screen = await screenIn(directory);
    const { shows, type, key } = screen;
    type(begin);
    key('Enter');
    await shows('What is the runtime called?');
    type('my-vm');
    key('Enter');
    await shows('What is its program in PATH?');
    await shows('my-vm█');
    type('ctl');
    key('Enter');
    await shows('The package’s name?');
    await shows('caisson-my-vm');
    key('Enter');
    await shows('The directory?');
    key('Enter');
    await shows('code 0');
    expect(screen.read()).toContain('cd caisson-my-vm');
    expect(made()).toEqual(['caisson-my-vm']);
    const read = (file: string): string => readFileSync(join(directory, 'caisson-my-vm', file), 'utf8');
    expect(JSON.parse(read('package.json'))).toMatchObject({ name: 'caisson-my-vm' });
    expect(read('src/dialect.ts')).toContain("binary: 'my-vmctl'");
  });

  it('are asked again where an answer is no name, which says what would be one', async () => {
    await using screen = await screenIn(directory);
    const { shows, type, key } = screen;
    type(begin);
    key('Enter');
    await shows('What is the runtime called?');
    type('My');
    key('Enter');
    await shows('small letters, digits and -, a letter first');
    key('BSpace', 'BSpace');
    type('vm');
    key('Enter');
    await shows('What is its program in PATH?');
    key('C-c');
    await shows('code 130');
  });

  it('may be left: nothing is written', async () => {
    await using screen = await screenIn(directory);
    const { shows, type, key } = screen;
    type(begin);
    key('Enter');
    await shows('What is the runtime called?');
    type('vm');
    key('C-c');
    await shows('Nothing was written.');
    await shows('code 130');
    expect(made()).toEqual([]);
    expect(existsSync(join(directory, 'caisson-vm'))).toBe(false);
  });
});
