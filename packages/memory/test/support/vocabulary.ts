import type { Program as Word } from '@caisson/conformance';
import type { Program, Programs, ScriptedProcess } from '../../src/index.ts';

type Told<D extends Word['does']> = Extract<Word, { readonly does: D }>;

/** A program of the kit's vocabulary as a process's arguments: its name, and all of it. */
export const argsOf = (word: Word): readonly string[] => [word.does, JSON.stringify(word)];

const telling =
  <D extends Word['does']>(does: (word: Told<D>, process: ScriptedProcess) => ReturnType<Program>): Program =>
  (process) =>
    does(JSON.parse(process.args[1] ?? '{}') as Told<D>, process);

const ready = async ({ stdout, sleep }: ScriptedProcess): Promise<void> => {
  await stdout('ready\n');
  await sleep();
};

const relative =
  (role: string): Program =>
  async ({ on, stdout, sleep, fork }) => {
    on('SIGUSR1', () => void stdout(`${role} got\n`));
    if (role === 'init') fork('child');
    await stdout(`${role} ready\n`);
    await sleep();
  };

/** The kit's vocabulary, but for what is missing. */
export const vocabulary: Programs = {
  exit: telling<'exit'>(({ code }) => code),
  print: telling<'print'>(async ({ stdout = '', stderr = '', code = 0 }, process) => {
    await process.stdout(stdout);
    await process.stderr(stderr);
    return code;
  }),
  echo: async ({ stdin, stdout }) => {
    for await (const bytes of stdin) await stdout(bytes);
  },
  run: ready,
  tick: async ({ stdout, sleep, state }) => {
    for (let n = Number(state['ticks'] ?? 0) + 1; ; n++) {
      await stdout(`${n}\n`);
      state['ticks'] = n;
      await sleep(20);
    }
  },
  ignore: telling<'ignore'>(async ({ signal }, process) => {
    process.on(signal, () => {});
    await ready(process);
  }),
  handle: telling<'handle'>(async ({ signal, code }, process) => {
    process.on(signal, () => process.exit(code));
    await ready(process);
  }),
  sleep: telling<'sleep'>(async ({ ms, code }, { sleep }) => {
    await sleep(ms);
    return code;
  }),
  leave: telling<'leave'>(({ code }, { fork }) => {
    fork('rest');
    return code;
  }),
  rest: ({ sleep }) => sleep(),
  family: relative('init'),
  child: relative('child'),
  count: telling<'count'>(async ({ to }, { stdout }) => {
    let lines = '';
    for (let n = 1; n <= to; n++) {
      lines += `${n}\n`;
      if (lines.length < 4096 && n < to) continue; // As a program's own buffer would.
      await stdout(lines);
      lines = '';
    }
  }),
  alternate: telling<'alternate'>(async ({ times }, { stdout, stderr }) => {
    for (let n = 1; n <= times; n++) {
      await stdout(`o${n}\n`);
      await stderr(`e${n}\n`);
    }
  }),
  show: telling<'show'>(async ({ variable }, { env, stdout }) => stdout(env[variable] ?? '')),
  where: async ({ cwd, stdout }) => stdout(`${cwd}\n`),
  tty: async ({ stdout }) => stdout('none\n'),
  allocate: async ({ allocate, sleep }) => {
    for (;;) {
      allocate(1 << 20);
      await sleep(1);
    }
  },
  sacrifice: telling<'sacrifice'>(async ({ code }, { on, exit, fork, sleep }) => {
    on('SIGCHLD', () => exit(code));
    fork('allocate');
    await sleep();
  }),
};
