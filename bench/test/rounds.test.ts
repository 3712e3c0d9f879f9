import { expect, it } from 'vitest';
import { inTurn } from '../harness/rounds.ts';

const counting = (name: string, calls: string[]) => ({
  name,
  once: async (): Promise<void> => void calls.push(name),
});

it('gives each side its turn in each round, and leaves the warm-up out', async () => {
  const calls: string[] = [];
  const sides = [counting('a', calls), counting('b', calls)];
  const measured = await inTurn(sides, { rounds: 3, warmUp: 1, batch: 2 });
  expect(measured.map(({ name, wallMs, roundMs }) => [name, wallMs.length, roundMs.length])).toEqual([
    ['a', 6, 3],
    ['b', 6, 3],
  ]);
  for (let turn = 0; turn < calls.length; turn += 4) {
    const [first, second, third, fourth] = calls.slice(turn);
    expect(second).toBe(first);
    expect(fourth).toBe(third);
    expect(third).not.toBe(first);
  }
  expect(calls).toHaveLength(16);
});

it('has a side get ready before each operation and clear up after it', async () => {
  const calls: string[] = [];
  const call = (name: string) => async (): Promise<void> => void calls.push(name);
  const side = { name: 'a', ready: call('ready'), once: call('once'), clear: call('clear') };
  const [measured] = await inTurn([side], { rounds: 1, warmUp: 0, batch: 2 });
  expect(calls).toEqual(['ready', 'once', 'clear', 'ready', 'once', 'clear']);
  expect(measured?.wallMs).toHaveLength(2);
});

it('ends when it is aborted, and with a side that fails', async () => {
  const plan = { rounds: 1, warmUp: 0, batch: 1 };
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(inTurn([counting('a', [])], { ...plan, signal })).rejects.toThrow('enough');
  const failing = { name: 'a', once: () => Promise.reject(new Error('it failed')) };
  await expect(inTurn([failing], plan)).rejects.toThrow('it failed');
});
