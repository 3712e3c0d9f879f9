import assert from 'node:assert/strict';
import type { Signal, Started } from '@caisson/core';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';
import type { World } from '../world/world.ts';

/** SIGTERM and SIGUSR1 have these numbers on every Linux but MIPS and Alpha. */
const SIGTERM = 15;

const handled = async (here: World, signal: Signal): Promise<void> => {
  const { id, ended } = await here.running({ does: 'handle', signal: 'SIGTERM', code: 4 });
  await here.soon('kill', here.runtime.kill(id, signal));
  const { exitCode, signal: by } = await here.soon('the end of run', ended);
  assert.deepEqual([exitCode, by], [4, null]);
};

export const kill: readonly ContractTest[] = topic('kill', (it) => {
  it('kill sends init a signal by name, which it may handle', { programs: ['handle'] }, (here) =>
    handled(here, 'SIGTERM'),
  );

  it('kill sends init a signal by number', { programs: ['handle'] }, (here) => handled(here, SIGTERM));

  it('kill sends that signal, and no other', { programs: ['ignore'] }, async (here) => {
    const { id, ended } = await here.running({ does: 'ignore', signal: 'SIGTERM' });
    await here.soon('kill', here.runtime.kill(id, 'SIGTERM'));
    await here.notNow('the end of a program that ignores SIGTERM', ended);
    assert.equal((await here.runtime.state(id)).status, 'running');
  });

  it('SIGKILL ends a program that ignores others', { programs: ['ignore'] }, async (here) => {
    const { id, ended } = await here.running({ does: 'ignore', signal: 'SIGTERM' });
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    assert.equal((await here.soon('the end of run', ended)).exitCode, 137);
  });

  it('kill signals init alone', { programs: ['family'] }, async (here) => {
    const { id, out } = await here.running({ does: 'family' });
    await here.soon('kill', here.runtime.kill(id, 'SIGUSR1'));
    await here.until('init’s answer', () => out.lines().includes('init got'));
    await here.moment();
    assert.ok(!out.lines().includes('child got'), 'the child got it too');
  });

  it('kill with all signals every process of the container', { programs: ['family'] }, async (here) => {
    const { id, out } = await here.running({ does: 'family' });
    await here.soon('kill', here.runtime.kill(id, 'SIGUSR1', { all: true }));
    const both = () => ['init got', 'child got'].every((line) => out.lines().includes(line));
    await here.until('both answers', both);
  });

  it('kill with pid signals that process of exec alone', {
    programs: ['run', 'handle'],
    capabilities: ['killProcess'],
  }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const { promise: started, resolve: onStarted } = Promise.withResolvers<Started>();
    const out = gather();
    const process = here.process({ does: 'handle', signal: 'SIGTERM', code: 6 });
    const exec = here.later(here.runtime.exec(id, process, { onStarted, stdout: out.sink }));
    const { pid } = await here.soon('onStarted', started);
    assert.ok(Number.isInteger(pid), `onStarted’s pid is ${pid}`);
    await here.until('its readiness', () => out.text() === 'ready\n');
    await here.soon('kill', here.runtime.kill(id, 'SIGTERM', { pid }));
    assert.equal((await here.soon('exec', exec)).exitCode, 6);
    await here.notNow('the end of run', ended);
  });

  it('the signal that ends a process of exec is told', {
    programs: ['run'],
    capabilities: ['killProcess'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const { promise: started, resolve: onStarted } = Promise.withResolvers<Started>();
    const exec = here.later(here.runtime.exec(id, here.process({ does: 'run' }), { onStarted }));
    const { pid } = await here.soon('onStarted', started);
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL', { pid }));
    const { exitCode, signal } = await here.soon('exec', exec);
    const told = here.can('exactSignals') ? 'SIGKILL' : 'unknown';
    assert.deepEqual({ exitCode, signal }, { exitCode: 137, signal: told });
  });
});
