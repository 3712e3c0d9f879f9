import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Capability } from '@caisson/core';
import { loadLinux } from '@caisson/linux';
import { describe, expect, test } from 'vitest';
import { cli, type Dialect, defineRuntime } from '../../src/index.ts';
import { launch } from '../../src/program/launch.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { fakeRuntime } from '../fixtures/fake-runtime.ts';
import { linux as onLinux } from '../fixtures/host.ts';
import { dialect } from '../fixtures/runc-dialect.ts';

const dir = temporaryDir();
const { path } = fakeRuntime(dir, 'fake', 'exit 1');

describe.skipIf(!onLinux)('an engine’s capabilities (needs Linux)', () => {
  test('say what waiting in the foreground cannot do, with the reason, and keep the word', async () => {
    const engine = await cli(dialect, { path, waiting: 'foreground' });
    const reason = 'waiting in the foreground was asked for';
    expect(engine.capabilities).toMatchObject({
      exactSignals: false,
      waitCreated: false,
      waitAny: false,
      reasons: { exactSignals: reason, waitCreated: reason, waitAny: reason },
    });
  });

  test('say what native waiting can do, and keep the word', async () => {
    const linux = await loadLinux();
    const { capabilities } = await cli(dialect, { path, waiting: 'native' });
    expect(capabilities).toMatchObject({
      exactSignals: true,
      waitCreated: true,
      waitAny: linux.tellsStrangers,
    });
    expect(capabilities.reasons.exactSignals).toBeUndefined();
  });

  test.each(['native', 'foreground'] as const)(
    'have a reason for all that they lack: %s',
    async (waiting) => {
      const later = 'later';
      const probe: Dialect['probe'] = async (help, options) => ({
        ...(await dialect.probe(help, options)),
        reasons: { checkpointRestore: later, gpu: later, cdi: later, terminal: later },
      });
      const { capabilities } = await cli({ ...dialect, probe }, { path, waiting });
      const lacking = Object.entries(capabilities).filter(([, able]) => able === false);
      const unexplained = lacking.filter(([name]) => !capabilities.reasons[name as Capability]);
      expect(unexplained).toEqual([]);
    },
  );

  test('in a Worker are those of the foreground, with the reason', async () => {
    const script = `
      const { parentPort, workerData } = require('node:worker_threads');
      const { kit, fixture, path } = workerData;
      (async () => {
        const { cli } = await import(kit);
        const { dialect } = await import(fixture);
        const { capabilities } = await cli(dialect, { path });
        const refused = await cli(dialect, { path, waiting: 'native' }).then(() => 'made', ({ code }) => code);
        parentPort.postMessage({ capabilities, refused });
      })();`;
    const worker = new Worker(script, {
      eval: true,
      workerData: {
        kit: join(import.meta.dirname, '../../src/index.ts'),
        fixture: join(import.meta.dirname, '../fixtures/runc-dialect.ts'),
        path,
      },
    });
    const answer = await new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
    expect(answer).toMatchObject({
      capabilities: { exactSignals: false, reasons: { exactSignals: expect.stringContaining('Worker') } },
      refused: 'ERR_NOT_SUPPORTED',
    });
    await worker.terminate();
  });
});

describe('an engine over a command line', () => {
  test.each([
    [{ binary: 'x' }, 'there is no option binary'],
    [{ path: 7 }, 'path is 7; give a string'],
    [{ root: 'relative' }, 'root is "relative"; give an absolute path'],
    [{ extraArgs: '--x' }, 'extraArgs is "--x"; give an array of strings'],
    [{ waiting: 'both' }, 'waiting is "both"; give "native" or "foreground"'],
    [{ verbTimeoutMs: 0 }, 'verbTimeoutMs is 0'],
    [{ debug: 1 }, 'debug is 1; give a boolean'],
    [{ oom: true }, 'oom is true; give a function'],
  ])('refuses the options %j before it looks for its binary', async (options, message) => {
    const making = cli(dialect, { path: '/nowhere', ...options } as object);
    await expect(making).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringContaining(message),
    });
  });

  test('knows its dialect’s own options', async () => {
    const own: Dialect = {
      ...dialect,
      options: { platform: { expected: 'a platform', is: (x) => x === 'kvm' } },
    };
    await cli(own, { path, platform: 'kvm' } as object);
    await expect(cli(own, { path, platform: 'xen' } as object)).rejects.toThrow(
      'platform is "xen"; give a platform',
    );
  });

  test('starts every command through the launch that it is given', async () => {
    const commands: string[] = [];
    const engine = await cli(
      dialect,
      { path, waiting: 'foreground' },
      {
        launch: (program) => {
          commands.push([program.path, ...program.args].join(' '));
          return launch(program);
        },
      },
    );
    await expect(engine.state('a')).rejects.toMatchObject({ code: 'ERR_RUNTIME_FAILED' });
    expect(commands).toEqual([
      `${path} --version`,
      `${path} run --help`,
      expect.stringMatching(/ --log .*log --log-format json state a$/),
    ]);
  });

  test('prepares a spec with a PATH where there is no env', async () => {
    const runtime = defineRuntime(await cli(dialect, { path, waiting: 'foreground' }));
    const { process: prepared } = await runtime.prepare({
      ociVersion: '1.3.0',
      process: { args: ['sh'], cwd: '/' },
    });
    expect(prepared?.env).toEqual([expect.stringMatching(/^PATH=/)]);
  });
});

describe('a verb of a fake runtime', () => {
  const over = async (script: string, options: { debug?: boolean; verbTimeoutMs?: number } = {}) => {
    const { path } = fakeRuntime(dir, `fake${Math.random()}`, script);
    return defineRuntime(await cli(dialect, { path, waiting: 'foreground', ...options }));
  };

  test('fails with the errors of its log, and not with what it says beside', async () => {
    const runtime = await over(
      `echo '{"level":"warning","msg":"w"}' >"$log"; echo '{"level":"error","msg":"no luck"}' >>"$log"; echo beside >&2; exit 1`,
    );
    await expect(runtime.state('a')).rejects.toMatchObject({
      code: 'ERR_RUNTIME_FAILED',
      runtime: 'runc',
      verb: 'state',
      id: 'a',
      words: 'no luck',
      message: 'runc state a failed: no luck',
    });
  });

  test.each([
    ['what it said where it logged nothing', 'echo beside >&2; exit 1', 'runc state a failed: beside'],
    ['its exit code where it said nothing', 'exit 3', 'runc state a failed: exited with 3'],
    ['its signal where it was killed', 'kill -9 $$', 'runc state a failed: was ended by SIGKILL'],
  ])('fails with %s', async (_what, script, message) => {
    await expect((await over(script)).state('a')).rejects.toMatchObject({ message });
  });

  test('that takes too long is ERR_TIMEOUT', async () => {
    const runtime = await over('exec sleep 7613', { verbTimeoutMs: 2_000 });
    await expect(runtime.state('a')).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      message: 'runc state a took longer than 2000 ms and was ended',
    });
  });

  test.each([
    ['nothing', ''],
    ['garbage', 'echo not json'],
    ['null', 'echo null'],
    ['no state', `echo '{"id":7}'`],
  ])('that succeeds and prints %s is the runtime’s failure', async (_what, script) => {
    const state = (await over(`${script}\nexit 0`)).state('a');
    await expect(state).rejects.toMatchObject({ code: 'ERR_RUNTIME_FAILED', verb: 'state' });
  });

  test.each([
    ['0', 'running', {}],
    ['-1', 'running', {}],
    ['7', 'running', { pid: 7 }],
    ['7', 'stopped', {}],
  ])('gives the state of pid %s, %s', async (pid, status, expected) => {
    const runtime = await over(
      `echo '{"ociVersion":"1.0.2","id":"a","status":"${status}","bundle":"/b","pid":${pid},"rootfs":"/r","owner":""}'; exit 0`,
    );
    const state = { ociVersion: '1.0.2', id: 'a', status, bundle: '/b', ...expected };
    expect(await runtime.state('a')).toEqual(state);
  });

  test.each(['null', '[]', ''])('gives an empty list where it prints %j', async (printed) => {
    expect(await (await over(`echo '${printed}'; exit 0`)).list()).toEqual([]);
  });

  test('that tells success and writes no pid is the runtime’s failure', async () => {
    const runtime = await over('exit 0');
    await expect(runtime.create('a', writeBundle(join(dir)))).rejects.toMatchObject({
      code: 'ERR_RUNTIME_FAILED',
      message: 'runc create a told success and wrote no pid',
    });
  });
});
