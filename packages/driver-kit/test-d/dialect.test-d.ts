import type { Runtime } from '@caisson/core';
import { describe, expectTypeOf, test } from 'vitest';
import {
  boolean,
  type CliEngine,
  type CliOptions,
  cli,
  type Dialect,
  type DialectCapabilities,
  defineRuntime,
  type Failure,
} from '../src/index.ts';

interface YoukiOptions extends CliOptions {
  readonly systemdCgroup?: boolean | undefined;
}

const dialect: Dialect<YoukiOptions> = {
  name: 'youki',
  binary: 'youki',
  options: { systemdCgroup: boolean },
  defaultRoot: () => '/run/youki',
  probe: async ({ version, flags }) => {
    expectTypeOf(version).toEqualTypeOf<string>();
    return {
      checkpointRestore: (await flags('')).has('checkpointt'),
      gpu: true,
      oomEvents: false,
      joinExistingNetNS: true,
      cdi: true,
      create: true,
      pause: true,
      update: true,
      events: true,
      terminal: false,
      reasons: { oomEvents: 'it has none', waitAny: 'a reason of what the kit answers for may be given' },
    };
  },
  global: ({ root, systemdCgroup }, log) => [
    ...(root === undefined ? [] : ['--root', root]),
    ...(systemdCgroup ? ['--systemd-cgroup'] : []),
    '--log',
    log,
    '--log-format',
    'json',
  ],
  create: (id, { bundle, pidFile }) => ['create', '--bundle', bundle, '--pid-file', pidFile, id],
  exec: (id, { processFile, pidFile, detach }) => [
    'exec',
    ...(detach ? ['--detach'] : []),
    '--process',
    processFile,
    '--pid-file',
    pidFile,
    id,
  ],
  kill: (id, signal, { all }) => ['kill', ...(all ? ['--all'] : []), id, String(signal)],
  delete: (id, { force }) => ['delete', ...(force ? ['--force'] : []), id],
  parseState: (stdout) => {
    const { pid, ...state } = JSON.parse(stdout);
    return pid > 0 ? { ...state, pid } : state;
  },
  errorCode: ({ words }) => (/does not exist/.test(words) ? 'ERR_CONTAINER_NOT_FOUND' : undefined),
};

export const youki = async (options: YoukiOptions = {}): Promise<Runtime> =>
  defineRuntime(await cli(dialect, options), options);

declare module '@caisson/core' {
  interface Drivers {
    readonly youki: typeof youki;
  }
}

describe('a dialect', () => {
  test('makes a driver with options of its own', () => {
    expectTypeOf(youki).parameter(0).toEqualTypeOf<YoukiOptions | undefined>();
    expectTypeOf(youki({ systemdCgroup: true, root: undefined })).resolves.toExtend<Runtime>();
    // @ts-expect-error an option that it does not have
    void youki({ platform: 'kvm' });
    // @ts-expect-error a wrong value
    void youki({ waiting: 'both' });
  });

  test('gives an engine that defineRuntime takes, with the driver’s options beside it', () => {
    expectTypeOf(cli(dialect, {})).resolves.toEqualTypeOf<CliEngine>();
    expectTypeOf<YoukiOptions>().toExtend<NonNullable<Parameters<typeof defineRuntime>[1]>>();
  });

  test('answers for neither how it is waited nor what the kit reads itself', () => {
    expectTypeOf<DialectCapabilities>().not.toHaveProperty('exactSignals');
    expectTypeOf<DialectCapabilities>().not.toHaveProperty('waitCreated');
    expectTypeOf<DialectCapabilities>().toHaveProperty('checkpointRestore');
  });

  test('needs a name, a binary, a root, a probe, what precedes the verb, and its error codes', () => {
    type Needed = 'name' | 'binary' | 'defaultRoot' | 'probe' | 'global' | 'errorCode';
    expectTypeOf<Pick<Dialect, Needed>>().toExtend<Dialect>();
    expectTypeOf<Omit<Pick<Dialect, Needed>, 'errorCode'>>().not.toExtend<Dialect>();
  });

  test('maps words to codes that exist', () => {
    const wrong = {
      ...dialect,
      errorCode: ({ words }: Failure) => (words === '' ? ('ERR_NONE' as const) : undefined),
    };
    // @ts-expect-error there is no such code
    const refused: Dialect<YoukiOptions> = wrong;
    void refused;
  });
});
