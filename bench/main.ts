import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benches } from './benches/index.ts';
import type { Bench, Outcome } from './harness/bench.ts';
import { facts } from './harness/facts.ts';
import { keep, textOf } from './harness/results.ts';
import type { Plan } from './harness/rounds.ts';
import { contestants } from './parts/oom/contestants.ts';

const usage = `node bench/main.ts [--rounds N] [--most N] [--only RUNTIME] [NAME…]

${benches.map(({ name, about }) => `  ${name.padEnd(9)} ${about}`).join('\n')}
`;

const refuse = (words: string): never => {
  process.stderr.write(`${words}\n\n${usage}`);
  process.exit(2);
};

const read = (): { readonly chosen: readonly Bench[]; readonly plan: Plan } => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '40' },
      most: { type: 'string' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    refuse(`--rounds must be a whole number from 1, not ${values.rounds}`);
  if (values.only !== undefined && !contestants.some(({ name }) => name === values.only))
    refuse(`--only must be ${contestants.map(({ name }) => name).join(', ')}, not ${values.only}`);
  const most = values.most === undefined ? undefined : Number(values.most);
  if (most !== undefined && (!Number.isInteger(most) || most < 1))
    refuse(`--most must be a whole number from 1, not ${values.most}`);
  const unknown = positionals.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) refuse(`there is no bench ${unknown}`);
  const chosen = benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return { chosen, plan: { rounds, most, only: values.only, warmUp: 2, batch: 5 } };
};

const measure = async (bench: Bench, plan: Plan): Promise<readonly Outcome[]> => {
  const dir = await mkdtemp(join(tmpdir(), 'caisson-bench-'));
  try {
    return await bench.measure({ dir, plan });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

/** Measures them one after the other; gives whether all that they promise holds. */
const runAll = async (chosen: readonly Bench[], plan: Plan): Promise<boolean> => {
  const machine = await facts();
  process.stdout.write(`${machine}\n`);
  let holds = true;
  for (const bench of chosen) {
    const outcomes = await measure(bench, plan);
    for (const outcome of outcomes) process.stdout.write(`\n${textOf(outcome)}`);
    keep([bench.name, ...(plan.only === undefined ? [] : [plan.only])].join('-'), machine, outcomes);
    holds &&= outcomes.every((outcome) => outcome.holds);
  }
  return holds;
};

const { chosen, plan } = read();
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
try {
  process.exitCode = (await runAll(chosen, { ...plan, signal: interrupted.signal })) ? 0 : 1;
} catch (error) {
  if (!interrupted.signal.aborted) throw error;
  process.stderr.write('interrupted; what was begun has been removed\n');
  process.exitCode = 130;
}
