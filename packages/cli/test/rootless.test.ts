import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { able } from './support/able.ts';
import { bin, type StartOptions } from './support/caisson.ts';
import { world } from './support/world.ts';

const here = world();
const uid = 65_432;
/** A checkout below /root, say, is closed to others. */
const readable = able && spawnSync(process.execPath, [bin, '--version'], { uid, gid: uid }).status === 0;

describe.skipIf(!readable)(
  'caisson as an unprivileged user (needs root, runc and a checkout that all can read)',
  () => {
    const own = (): string => `${here.dir}/run`;
    const options = (): StartOptions => ({ uid, env: { XDG_RUNTIME_DIR: own(), HOME: here.dir } });
    const run = (...args: readonly string[]) => here.start(args, options()).ended;

    beforeAll(() => {
      mkdirSync(own());
      chownSync(own(), uid, uid);
      mkdirSync(here.root);
      chownSync(here.root, uid, uid);
      chmodSync(here.dir, 0o755);
    });
    afterEach(async () => {
      await here.clean();
      expect(readdirSync(join(own(), 'caisson', 'bundles'))).toEqual([]);
    });

    it('runs a program as root inside that is the user outside', async () => {
      const { exitCode, stdout, stderr } = await run(
        'run',
        '--',
        'sh',
        '-c',
        'id -u; cat /proc/self/uid_map; exit 3',
      );
      expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
      expect(stdout.trim().split(/\s+/)).toEqual(['0', '0', `${uid}`, '1']);
    });

    it('detaches, executes and deletes', async () => {
      const id = here.id();
      expect(await run('run', '--detach', '--id', id, '--', 'sleep', '1000')).toMatchObject({ exitCode: 0 });
      expect(await run('exec', id, '--', 'id', '-u')).toMatchObject({ exitCode: 0, stdout: '0\n' });
      expect(await run('delete', '--force', id)).toMatchObject({ exitCode: 0, stderr: '' });
    });

    it('refuses what only root can give', async () => {
      expect(await run('run', '--memory', '64MiB', '--', 'true')).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('need root'),
      });
      expect(await run('run', '--user', '5', '--', 'true')).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('--user: only root'),
      });
    });
  },
);
