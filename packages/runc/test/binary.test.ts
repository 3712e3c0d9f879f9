import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode, Runtime } from '@caisson/core';
import { expect, it } from 'vitest';
import { limit } from './support/emulated.ts';
import { failure } from './support/failure.ts';
import { fakeBinary } from './support/fake-binary.ts';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { world } from './support/world.ts';

const here = world();

inBothModes('the binary', (waiting) => {
  const file = (name: string, text: string, mode = 0o755): string => {
    const path = join(here.dir, `${waiting}-${name}`);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  const fake = (name: string, script: string): string => fakeBinary(here.dir, `${waiting}-${name}`, script);

  it.each<[string, () => string, RegExp]>([
    ['is missing', () => '/no/such/runc', /no such file/],
    ['is not in PATH', () => 'no-such-runc', /no program no-such-runc in PATH/],
    ['is not executable', () => file('plain', '#!/bin/sh\n', 0o644), /not executable/],
    ['is a directory', () => here.dir, /not a file/],
    ['lies below a file', () => '/etc/passwd/runc', /not a directory/],
    ['is no program', () => file('text', '\u0000\u0001 no program'), /./],
    ['prints garbage', () => file('garbage', '#!/bin/sh\nhead -c 300 /dev/urandom\n'), /calls itself/],
    ['prints nothing', () => file('silent', '#!/bin/sh\n'), /calls itself ""/],
    ['is another runtime', () => file('crun', '#!/bin/sh\necho crun version 1.8.1\n'), /calls itself "crun/],
    ['is too old', () => file('old', '#!/bin/sh\necho runc version 1.0.3\n'), /too old/],
    ['fails', () => file('failing', '#!/bin/sh\necho broken >&2\nexit 9\n'), /exited with 9: broken/],
    ['is killed', () => file('killed', '#!/bin/sh\nkill -9 $$\n'), /./],
  ])(
    'that %s makes the driver reject ERR_RUNTIME_NOT_AVAILABLE, with the reason',
    async (_what, path, reason) => {
      const error = await failure('ERR_RUNTIME_NOT_AVAILABLE', here.runtime({ waiting, path: path() }));
      expect(error.reason).toMatch(reason);
      expect(error.message).toContain(error.reason);
      expect(error.runtime).toBe('runc');
    },
  );

  it('that hangs makes the driver reject, and is ended', async () => {
    for (const [name, script] of [
      ['hanging', 'exec sleep 1000'],
      ['wrapped', 'sleep 1000; true'],
    ] as const) {
      const path = file(name, `#!/bin/sh\n${script}\n`);
      const error = await failure(
        'ERR_RUNTIME_NOT_AVAILABLE',
        here.runtime({ waiting, path, verbTimeoutMs: limit(300) }),
      );
      expect(error.reason).toContain(`${limit(300)} ms`);
      await until(() => here.remains.processes().length === 0);
    }
  });

  // What a runtime says where it has no log yet is read from the standard error that it is given.
  const stderr = (): void => {};
  const verbs: readonly [string, (runtime: Runtime, bundle: string) => Promise<unknown>][] = [
    ['run', (runtime, bundle) => runtime.run(here.id(), bundle, { stderr })],
    ['run with a hook', (runtime, bundle) => runtime.run(here.id(), bundle, { stderr, onCreated: () => {} })],
    ['create', (runtime, bundle) => runtime.create(here.id(), bundle, { stderr })],
    ['start', (runtime) => runtime.start(here.id())],
    ['exec', (runtime) => runtime.exec(here.id(), here.process(['true']), { stderr })],
    ['kill', (runtime) => runtime.kill(here.id(), 'SIGKILL')],
    ['delete', (runtime) => runtime.delete(here.id())],
    ['state', (runtime) => runtime.state(here.id())],
    ['list', (runtime) => runtime.list()],
  ];

  it.each(verbs)(
    'that hangs in %s is ended at verbTimeoutMs, with all that it started',
    async (name, call) => {
      const bundle = await here.bundle(['true']);
      for (const script of ['exec sleep 1000', 'sleep 1000; true']) {
        const path = fake(`hangs-in-${name.replaceAll(' ', '-')}`, script);
        const runtime = await here.runtime({ waiting, path, verbTimeoutMs: limit(200) });
        const error = await failure('ERR_TIMEOUT', call(runtime, bundle));
        expect(error.message).toContain(`${limit(200)} ms`);
        await until(() => here.remains.now().length === 0);
      }
    },
  );

  it.each(verbs)('that fails in %s is quoted', async (name, call) => {
    const bundle = await here.bundle(['true']);
    for (const script of ['echo words of its own >&2; exit 3', 'echo words of its own >&2; kill -9 $$']) {
      const path = fake(`fails-in-${name.replaceAll(' ', '-')}`, script);
      const error = await failure('ERR_RUNTIME_FAILED', call(await here.runtime({ waiting, path }), bundle));
      expect(error).toMatchObject({ runtime: 'runc', words: 'words of its own' });
      expect(here.remains.now()).toEqual([]);
    }
  });

  it.each<[string, string, ErrorCode]>([
    ['prints garbage', 'head -c 300 /dev/urandom; exit 0', 'ERR_RUNTIME_FAILED'],
    ['prints JSON of another shape', 'echo "{}"; exit 0', 'ERR_RUNTIME_FAILED'],
    ['does nothing', 'exit 0', 'ERR_RUNTIME_FAILED'],
  ])('that %s is not believed', async (what, script, code) => {
    const runtime = await here.runtime({ waiting, path: fake(what.replaceAll(' ', '-'), script) });
    const bundle = await here.bundle(['true']);
    await failure(code, runtime.state(here.id()));
    if (script !== 'exit 0') await failure(code, runtime.list());
    for (const call of [
      () => runtime.run(here.id(), bundle),
      () => runtime.run(here.id(), bundle, { onCreated: () => {} }),
      () => runtime.create(here.id(), bundle),
      () => runtime.exec(here.id(), here.process(['true'])),
    ]) {
      await failure(code, call());
    }
    expect(here.remains.now()).toEqual([]);
  });

  it('that is gone since makes a call reject ERR_RUNTIME_NOT_AVAILABLE', async () => {
    const path = fake('gone', 'exit 0');
    const runtime = await here.runtime({ waiting, path });
    rmSync(path);
    for (const [, call] of verbs) {
      const error = await failure('ERR_RUNTIME_NOT_AVAILABLE', call(runtime, await here.bundle(['true'])));
      expect(error.reason).toContain('no such file');
    }
    mkdirSync(path);
    await failure('ERR_RUNTIME_NOT_AVAILABLE', runtime.list());
    expect(here.remains.now()).toEqual([]);
  });

  it.each([
    ['fails', '"$real" "$@"; [ "$verb" = create ] || [ "$verb" = run ] && exit 1; exit 0'],
    ['hangs', '"$real" "$@" || exit; case $verb in create | run) exec sleep 1000 ;; esac'],
  ])('that makes a container and then %s leaves nothing of it', async (what, script) => {
    const bundle = await here.bundle(['sleep', '1000']);
    const runtime = await here.runtime({
      waiting,
      path: fake(`makes-and-${what}`, script),
      verbTimeoutMs: limit(1_000),
    });
    const code = what === 'fails' ? 'ERR_RUNTIME_FAILED' : 'ERR_TIMEOUT';
    await failure(code, runtime.create(here.id(), bundle));
    expect(here.remains.now()).toEqual([]);
    if (waiting === 'native') {
      await failure(code, runtime.run(here.id(), bundle));
      await failure(code, runtime.run(here.id(), bundle, { onCreated: () => {} }));
    }
    expect(here.remains.now()).toEqual([]);
  });
});
