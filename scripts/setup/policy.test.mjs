import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withTemporary } from '../tree/temporary.mjs';
import { withoutDaemons } from './policy.mjs';

const inDirectory = (work) => withTemporary((directory) => work(join(directory, 'policy-rc.d')));

it('forbids daemons while the work is done, and no longer', () =>
  inDirectory(async (policy) => {
    const mode = await withoutDaemons(true, async () => (await stat(policy)).mode & 0o777, policy);
    expect(mode & 0o111).not.toBe(0);
    expect(existsSync(policy)).toBe(false);
  }));

it('forbids them no longer where the work failed, either', () =>
  inDirectory(async (policy) => {
    const work = () => Promise.reject(new Error('no'));
    await expect(withoutDaemons(true, work, policy)).rejects.toThrow('no');
    expect(existsSync(policy)).toBe(false);
  }));

it("leaves the machine's own policy alone", () =>
  inDirectory(async (policy) => {
    await writeFile(policy, 'its own');
    await withoutDaemons(true, async () => undefined, policy);
    expect(await readFile(policy, 'utf8')).toBe('its own');
  }));

it('forbids nothing where a package starts no daemon', () =>
  inDirectory(async (policy) => {
    expect(await withoutDaemons(false, async () => existsSync(policy), policy)).toBe(false);
  }));
