import { describe, expect, it } from 'vitest';
import { kept, world } from '../../memory/test/support/world.ts';
import { withStartupHooks } from '../src/index.ts';

const here = await world();
const { bundle, process } = here;
const plain = here.runtime;
const hook = (...args: readonly string[]) => ({ process: process(...args) });

describe('startup hooks', () => {
  it('run inside the container, one after the other, before onStarted', async () => {
    const output = kept();
    const runtime = withStartupHooks(plain, [
      { ...hook('print', 'one '), output: output.take },
      { ...hook('print', 'two '), output: output.take },
    ]);
    const status = await runtime.run('order', bundle(['forever']), {
      onStarted: async ({ id }) => {
        output.take(Buffer.from('started'));
        await runtime.kill(id, 'SIGKILL');
      },
    });
    expect(output.text()).toBe('one two started');
    expect(status).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
  });

  it.each([
    ['exits with another code than 0', hook('exit', '3'), /exited with 3/],
    ['crashes', hook('throws'), /exited with 1/],
    ['cannot be found', hook('nonesuch'), /could not be run: .*nonesuch/],
    ['takes too long', { ...hook('forever'), timeoutMs: 5 }, /was not done in 5 ms/],
  ])('that %s removes the container, and says so', async (_what, failing, reason) => {
    const runtime = withStartupHooks(plain, [hook('exit', '0'), failing, hook('print', 'never')]);
    let started = false;
    const running = runtime.run('failing', bundle(['forever']), {
      onStarted: () => {
        started = true;
      },
    });
    await expect(running).rejects.toMatchObject({
      code: 'ERR_STARTUP_HOOK',
      reason: expect.stringMatching(reason),
      status: { exitCode: 137 },
    });
    expect([started, await plain.list()]).toEqual([false, []]);
  });

  it('quote the end of what a failed one said', async () => {
    const runtime = withStartupHooks(plain, [hook('throws')]);
    await expect(runtime.run('words', bundle(['forever']))).rejects.toMatchObject({
      words: expect.stringContaining('out of luck'),
    });
  });

  it('run at start too, and remove the container where one fails', async () => {
    const output = kept();
    const good = withStartupHooks(plain, [{ ...hook('print', 'ready'), output: output.take }]);
    await good.create('started', bundle(['forever']));
    await good.start('started');
    expect(output.text()).toBe('ready');
    await good.delete('started', { force: true });
    const bad = withStartupHooks(plain, [hook('exit', '1')]);
    await bad.create('unstarted', bundle(['forever']));
    await expect(bad.start('unstarted')).rejects.toMatchObject({ code: 'ERR_STARTUP_HOOK', verb: 'start' });
    await expect(bad.state('unstarted')).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
  });

  it('give way to a program that has ended already: its status tells', async () => {
    const runtime = withStartupHooks(plain, [hook('sleep', '20'), hook('forever')]);
    expect(
      await runtime.run('short', bundle(['exit', '4'], { linux: { namespaces: [{ type: 'pid' }] } })),
    ).toMatchObject({ exitCode: 4 });
  });

  it('end with an aborted run', async () => {
    const abort = new AbortController();
    const runtime = withStartupHooks(plain, [{ ...hook('talk'), output: () => abort.abort('enough') }]);
    const running = runtime.run('aborted', bundle(['forever']), { signal: abort.signal });
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'enough' });
    expect(await plain.list()).toEqual([]);
  });

  it.each([
    ['no array', {}],
    ['a hook without a program', [{ process: { args: [], cwd: '/' } }]],
    ['an unknown member', [{ ...hook('exit'), timeout: 3 }]],
    ['a time that is none', [{ ...hook('exit'), timeoutMs: 0 }]],
  ])('are refused where there is %s', (_what, hooks) => {
    expect(() => withStartupHooks(plain, hooks as never)).toThrow(TypeError);
  });

  it('keep what a runtime has of its own', () => {
    expect(withStartupHooks(plain, []).oom).toBe(plain.oom);
  });
});
