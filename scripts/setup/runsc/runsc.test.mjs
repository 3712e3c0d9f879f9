import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run } from '../../process/run.mjs';
import { archiveOf, debianName } from './backports.mjs';
import { currentRunsc } from './current.mjs';
import { provideRunsc } from './provide.mjs';
import { oldest, releaseIn } from './release.mjs';

it('knows Debian by the name of its release, and no other system', () => {
  expect(debianName('ID=debian\nVERSION_CODENAME=bookworm\n')).toBe('bookworm');
  expect(debianName('VERSION_CODENAME="trixie"\nID="debian"\n')).toBe('trixie');
  expect(debianName('ID=ubuntu\nVERSION_CODENAME=noble\n')).toBeUndefined();
  expect(debianName('')).toBeUndefined();
});

it('takes the archive that apt has the release from', () => {
  const targets = [
    'http://mirror.example/other bookworm contrib',
    'http://mirror.example/debian-security bookworm-security main',
    'http://mirror.example/debian bookworm main',
  ].join('\n');
  expect(archiveOf(targets, 'bookworm')).toBe('http://mirror.example/debian');
  expect(archiveOf(targets, 'trixie')).toBeUndefined();
});

it.each([
  ['runsc version 0.0~20240729.0\nspec: 1.0.2-dev', 20240729],
  ['runsc version release-20260224', 20260224],
  ['0.0~20221219.0-2+b3', 20221219],
  ['runsc version VERSION_MISSING', 0],
])('reads the day in “%s”', (text, day) => {
  expect(releaseIn(text)).toBe(day);
});

it('says what to install where it may not', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  try {
    const [sentence] = await provideRunsc({ linux: true, root: false, apt: false, node: '24.0.0' });
    // The host's own directories are looked in all the same.
    if (sentence !== undefined) expect(sentence).toMatch(/^Install runsc 20240729 or later/);
  } finally {
    process.env['PATH'] = path;
  }
});

it('has built a runsc of the day that go.mod pins, where it has built one', async () => {
  const pinned = /gvisor v0\.0\.0-(\d{8})/.exec(
    readFileSync(new URL('./gvisor/go.mod', import.meta.url), 'utf8'),
  )?.[1];
  expect(currentRunsc).toContain(`release-${pinned}`);
  if (!existsSync(currentRunsc)) return;
  const { output } = await run(currentRunsc, ['--version'], { limitMs: 20_000 });
  expect(releaseIn(output)).toBe(Number(pinned));
  expect(releaseIn(output)).toBeGreaterThan(oldest);
});
