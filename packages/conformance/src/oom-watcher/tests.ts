import assert from 'node:assert/strict';
import type { OomNeed } from './fixture.ts';
import type { OomWorld } from './world.ts';

export interface OomWatcherTest {
  readonly sentence: string;
  readonly needed: readonly OomNeed[];
  readonly check: (here: OomWorld) => Promise<void>;
}

const tests: OomWatcherTest[] = [];

const it = (sentence: string, needed: readonly OomNeed[], check: OomWatcherTest['check']): void => {
  tests.push({ sentence, needed, check });
};

it('a watcher that is armed and sees no kill counts none, and tells none', [], async (here) => {
  const { watcher, told } = await here.arm(await here.fixture.subject());
  await here.moment();
  assert.equal(await here.soon('kills', watcher.kills()), 0);
  assert.deepEqual(told, []);
});

it('a kill of a child is told while init lives on, with its time', ['killChild'], async (here) => {
  const subject = await here.fixture.subject();
  const { told } = await here.arm(subject);
  await here.soon('the kill', subject.killChild());
  await here.until('onOom', () => told.length > 0);
  assert.ok(told[0] instanceof Date && !Number.isNaN(told[0].getTime()), 'it is a Date');
});

it('each kill is told once, and counted once', ['killChild'], async (here) => {
  const subject = await here.fixture.subject();
  const { watcher, told } = await here.arm(subject);
  for (const kills of [1, 2]) {
    await here.soon('the kill', subject.killChild());
    await here.until(`onOom, ${kills} times`, () => told.length >= kills);
  }
  await here.moment();
  assert.equal(told.length, 2);
  assert.equal(await here.soon('kills', watcher.kills()), 2);
});

it('the kill of init is counted between its exit and delete', [], async (here) => {
  const subject = await here.fixture.subject();
  const { watcher } = await here.arm(subject);
  await here.soon('the kill', subject.killInit());
  assert.equal(await here.soon('kills', watcher.kills()), 1);
});

it('the kill of init is told, at the latest by the time of the last count', [], async (here) => {
  const subject = await here.fixture.subject();
  const { watcher, told } = await here.arm(subject);
  await here.soon('the kill', subject.killInit());
  await here.soon('kills', watcher.kills());
  await here.until('onOom', () => told.length === 1);
});

it('SIGKILL is no kill for memory', [], async (here) => {
  const subject = await here.fixture.subject();
  const { watcher, told } = await here.arm(subject);
  await here.soon('the end', subject.end());
  await here.moment();
  assert.equal(await here.soon('kills', watcher.kills()), 0);
  assert.deepEqual(told, []);
});

it('one that is not fresh counts and tells from its arming on', ['killChild'], async (here) => {
  const subject = await here.fixture.subject();
  await here.soon('the kill', subject.killChild());
  const { watcher, told } = await here.arm(subject, { fresh: false });
  await here.moment();
  assert.equal(await here.soon('kills', watcher.kills()), 0);
  await here.soon('the kill', subject.killChild());
  await here.until('onOom', () => told.length > 0);
  assert.deepEqual([told.length, await here.soon('kills', watcher.kills())], [1, 1]);
});

it('one that is fresh counts and tells what came before it was armed', ['killChild'], async (here) => {
  const subject = await here.fixture.subject();
  await here.soon('the kill', subject.killChild());
  const { watcher, told } = await here.arm(subject, { fresh: true });
  await here.until('onOom', () => told.length === 1);
  assert.equal(await here.soon('kills', watcher.kills()), 1);
});

it('two watchers of one container count and tell each for itself', [], async (here) => {
  const subject = await here.fixture.subject();
  const both = [await here.arm(subject), await here.arm(subject)];
  await here.soon('the kill', subject.killInit());
  for (const { watcher, told } of both) {
    assert.equal(await here.soon('kills', watcher.kills()), 1);
    await here.until('onOom', () => told.length === 1);
  }
});

it('what happens in one container is not told of another', [], async (here) => {
  const [one, other] = [await here.fixture.subject(), await here.fixture.subject()];
  const { watcher, told } = await here.arm(other);
  await here.arm(one);
  await here.soon('the kill', one.killInit());
  await here.moment();
  assert.equal(await here.soon('kills', watcher.kills()), 0);
  assert.deepEqual(told, []);
});

it('kills may be asked any number of times', [], async (here) => {
  const subject = await here.fixture.subject();
  const { watcher } = await here.arm(subject);
  assert.equal(await here.soon('kills', watcher.kills()), 0);
  await here.soon('the kill', subject.killInit());
  for (let i = 0; i < 2; i++) assert.equal(await here.soon('kills', watcher.kills()), 1);
});

it('kills never rejects, be the cgroup gone', [], async (here) => {
  const subject = await here.fixture.subject();
  const { watcher } = await here.arm(subject);
  await here.soon('the end', subject.end());
  await here.soon('the removal', subject.remove());
  const kills = await here.soon('kills', watcher.kills());
  assert.ok(kills === 0 || kills === 'unknown', `kills is ${kills}`);
});

it('the removal of the cgroup is no kill', [], async (here) => {
  const subject = await here.fixture.subject();
  const { told } = await here.arm(subject);
  await here.soon('the end', subject.end());
  await here.soon('the removal', subject.remove());
  await here.moment();
  assert.deepEqual(told, []);
});

it('disposing ends the watch: nothing is told after it', [], async (here) => {
  const subject = await here.fixture.subject();
  const { watcher, told } = await here.arm(subject);
  await here.soon('disposing', watcher[Symbol.asyncDispose]());
  await here.soon('the kill', subject.killInit());
  await here.moment();
  assert.deepEqual(told, []);
});

it('disposing twice, or once the cgroup is gone, is no error', [], async (here) => {
  const subject = await here.fixture.subject();
  const { watcher } = await here.arm(subject);
  await here.soon('the end', subject.end());
  await here.soon('the removal', subject.remove());
  for (let i = 0; i < 2; i++) await here.soon('disposing', watcher[Symbol.asyncDispose]());
});

it('aborting the target’s signal ends the watch', [], async (here) => {
  const subject = await here.fixture.subject();
  const abort = new AbortController();
  const { told } = await here.arm(subject, { signal: abort.signal });
  abort.abort();
  await here.moment();
  await here.soon('the kill', subject.killInit());
  await here.moment();
  assert.deepEqual(told, []);
});

it('what is disposed leaves nothing', ['left'], async (here) => {
  const before = (await here.fixture.left?.()) ?? [];
  const subject = await here.fixture.subject();
  const watches = [await here.arm(subject), await here.arm(subject)];
  await here.soon('the kill', subject.killInit());
  for (const { watcher } of watches) await here.soon('kills', watcher.kills());
  await here.soon('the removal', subject.remove());
  for (const { watcher } of watches) await here.soon('disposing', watcher[Symbol.asyncDispose]());
  assert.deepEqual((await here.fixture.left?.()) ?? ['left is not there'], before);
});

/** Every sentence of a watcher's contract. */
export const oomWatcherTests: readonly OomWatcherTest[] = tests;
