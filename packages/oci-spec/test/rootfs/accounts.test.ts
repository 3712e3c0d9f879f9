import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { additionalGroupsFromRootfs, lookUpUser, pipe, userFromRootfs } from '../../src/index.ts';
import { directory } from '../fixtures/directory.ts';

const files = {
  'etc/passwd':
    '# comment\nroot:x:0:0::/root:/bin/sh\napp:x:1000:2000::/:/bin/sh\nbroken\nhuge:x:99999999999:1::/:\n1234:x:55:56::/:\n',
  'etc/group': 'root:x:0:\nstaff:x:50:app,other\nvideo:x:44:app\napps:x:2000:app\n',
};

describe('a user of the root filesystem', () => {
  test.each([
    [
      'a name, with its group and those that list it',
      'app',
      { uid: 1000, gid: 2000, additionalGids: [50, 44] },
    ],
    ['a number that passwd knows', '1000', { uid: 1000, gid: 2000, additionalGids: [50, 44] }],
    ['a number that it does not know', '4321', { uid: 4321, gid: 0 }],
    ['a name that looks like a number', '1234', { uid: 55, gid: 56 }],
    ['a group by name', 'app:video', { uid: 1000, gid: 44 }],
    ['a group by number', 'app:7', { uid: 1000, gid: 7 }],
    ['root', 'root', { uid: 0, gid: 0 }],
  ])('is looked up by %s', async (_, wanted, expected) => {
    expect(await lookUpUser(await directory(files), wanted)).toEqual(expected);
  });

  test.each([
    ['a name that is not there', 'nobody', /\/etc\/passwd has no "nobody"/],
    ['a group that is not there', 'app:nobody', /\/etc\/group has no "nobody"/],
    ['an id beyond 32 bits', 'huge', /has no "huge"/],
    ['a number beyond 32 bits', '4294967295', /has no/],
    ['an empty group', 'app:', /'user' or 'user:group'/],
    ['three parts', 'a:b:c', /'user' or 'user:group'/],
  ])('%s is an error', async (_, wanted, message) => {
    await expect(lookUpUser(await directory(files), wanted)).rejects.toThrow(message);
  });

  test('works by number where there is no passwd', async () => {
    expect(await lookUpUser(await directory(), '5:6')).toEqual({ uid: 5, gid: 6 });
  });

  test('becomes the process\u2019s user, and groups are added', async () => {
    const dir = await directory(files);
    const spec = pipe(
      { ociVersion: '1.0.2' },
      await userFromRootfs(dir, 'app'),
      await additionalGroupsFromRootfs(dir, 'root', '9'),
    );
    expect(spec.process?.user).toEqual({ uid: 1000, gid: 2000, additionalGids: [50, 44, 0, 9] });
  });
});

describe('links in a hostile root filesystem', () => {
  test.each([
    ['absolute', '/etc/passwd'],
    ['climbing', '../../../../../../../../../etc/passwd'],
  ])('an %s passwd is the root filesystem\u2019s own, never the host\u2019s', async (_, target) => {
    const dir = await directory({ 'real/etc/group': '' });
    await symlink(target, join(dir, 'real/etc/passwd'));
    await expect(lookUpUser(join(dir, 'real'), 'root')).rejects.toThrow();
  });

  test('an /etc that is a link is followed inside', async () => {
    const dir = await directory({
      'real/etc/passwd': 'evil:x:1:1::/:\n',
      'root/conf/passwd': 'app:x:3:4::/:\n',
    });
    await symlink('/conf', join(dir, 'root/etc'));
    expect(await lookUpUser(join(dir, 'root'), 'app')).toEqual({ uid: 3, gid: 4 });
  });

  test('a FIFO does not hang, and a directory, a device or a circle is an error', async () => {
    const dir = await directory();
    for (const name of ['fifo', 'dir', 'device', 'circle', 'big'])
      await mkdir(join(dir, name, 'etc'), { recursive: true });
    execFileSync('mkfifo', [join(dir, 'fifo/etc/passwd')]);
    await mkdir(join(dir, 'dir/etc/passwd'));
    await symlink('passwd', join(dir, 'circle/etc/passwd'));
    execFileSync('truncate', ['-s', '1G', join(dir, 'big/etc/passwd')]);
    await expect(lookUpUser(join(dir, 'fifo'), 'a')).rejects.toThrow(/not a file/);
    await expect(lookUpUser(join(dir, 'dir'), 'a')).rejects.toThrow(/not a file/);
    await expect(lookUpUser(join(dir, 'circle'), 'a')).rejects.toThrow(/too many links/);
    await expect(lookUpUser(join(dir, 'big'), 'a')).rejects.toThrow(/larger than/);
  });
});
