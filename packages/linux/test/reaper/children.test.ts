import { type ChildProcess, exec, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { childrenOfProcess, childrenOfThread } from '../../src/reaper/children.ts';
import { nodesChildren } from '../../src/reaper/nodes-children.ts';
import { fixture } from '../fixtures/run.ts';

const listed = childrenOfThread() !== undefined;

it(`finds the same children by the kernel's own list and without it${listed ? '' : ' (there is no such list here)'}`, async () => {
  const directory = mkdtempSync(`${tmpdir()}/caisson-linux-`);
  // A name that looks like the rest of the line.
  const odd = `${directory}/a) S 1 b`;
  copyFileSync('/bin/sleep', odd);
  const children = [spawn('sleep', ['600']), spawn(odd, ['600'])];
  const pids = children.map(({ pid }) => pid);
  expect(childrenOfProcess()).toEqual(expect.arrayContaining(pids));
  if (listed) expect(childrenOfThread()?.toSorted()).toEqual(childrenOfProcess().toSorted());
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map((child) => once(child, 'exit')));
  rmSync(directory, { recursive: true });
  expect(childrenOfProcess()).not.toEqual(expect.arrayContaining(pids));
});

const ways: Readonly<Record<string, () => ChildProcess>> = {
  spawn: () => spawn('sleep', ['600']),
  execFile: () => execFile('sleep', ['600'], () => {}),
  exec: () => exec('exec sleep 600', () => {}),
  fork: () => fork(fixture('exit-with'), ['0']),
};

it.each(Object.keys(ways))('knows a child that Node started with %s, as long as it lives', async (way) => {
  const pids = nodesChildren();
  const child = ways[way]?.() as ChildProcess;
  expect([...pids()]).toEqual([child.pid]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(pids().size).toBe(0);
});

it('forgets a child that could not be started', async () => {
  const pids = nodesChildren();
  await once(spawn('/missing'), 'error');
  expect(pids().size).toBe(0);
});
