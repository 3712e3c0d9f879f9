import { terminal as wanted } from '@caisson/oci-spec';
import { terminal } from '@caisson/terminal';
import { describe, expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { gather } from './support/gather.ts';
import { able } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

describe.skipIf(!able)('a terminal (needs Linux, root and runc)', () => {
  it('is of the size given, follows its changes, and ends with the process', async () => {
    const runtime = await here.runtime();
    const out = gather();
    let resize = (_columns: number, _rows: number): void => {};
    const size = terminal({
      columns: 100,
      rows: 30,
      onResize: (set) => {
        resize = set;
      },
    });
    const script = 'tty; stty size; trap "stty size; exit 5" WINCH; echo ready; while :; do sleep 0.05; done';
    const running = runtime.run(here.id(), await here.bundle(sh(script), wanted(true)), {
      terminal: size,
      output: out.sink,
    });
    await until(() => out.text().includes('ready'));
    resize(50, 20);
    expect(await running).toMatchObject({ exitCode: 5, signal: null });
    expect(out.text().replaceAll('\r', '')).toBe('/dev/pts/0\n30 100\nready\n20 50\n');
    expect(here.remains.now()).toEqual([]);
  });

  it('carries what is typed, Ctrl-C among it', async () => {
    const runtime = await here.runtime();
    const out = gather();
    async function* typing(): AsyncGenerator<string> {
      await until(() => out.text().includes('name?'));
      yield 'Ada\n';
      await until(() => out.text().includes('hello Ada'));
      yield '\x03';
    }
    const script = 'trap "exit 9" INT; echo name?; read x; echo hello $x; while :; do sleep 0.1; done';
    const status = await runtime.run(here.id(), await here.bundle(['bash', '-c', script], wanted(true)), {
      terminal: terminal(),
      stdin: typing(),
      output: out.sink,
    });
    expect(status.exitCode).toBe(9);
  });

  it('delivers a megabyte unchanged but for its line ends', async () => {
    const runtime = await here.runtime();
    const out = gather();
    const script =
      'stty -opost; i=0; while [ $i -lt 20000 ]; do echo "line $i of what is long enough to count"; i=$((i+1)); done';
    await runtime.run(here.id(), await here.bundle(sh(script), wanted(true)), {
      terminal: terminal(),
      output: out.sink,
    });
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} of what is long enough to count\n`);
    expect(out.text()).toBe(lines.join(''));
  });

  it('is given to a process that exec starts', async () => {
    const runtime = await here.runtime();
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await runtime.start(id);
    const out = gather();
    const status = await runtime.exec(id, here.process(sh('tty; stty size; exit 6')), {
      terminal: terminal({ columns: 90, rows: 10 }),
      output: out.sink,
    });
    expect(status.exitCode).toBe(6);
    expect(out.text()).toMatch(/^\/dev\/pts\/\d\r\n10 90\r\n$/);
    await runtime.delete(id, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('is refused where spec and call do not agree, and where it cannot be', async () => {
    const runtime = await here.runtime();
    const [plain, tty] = [await here.bundle(['true']), await here.bundle(['true'], wanted(true))];
    const output = (): void => {};
    await failure('ERR_INVALID_SPEC', runtime.run(here.id(), plain, { terminal: terminal(), output }));
    await failure('ERR_INVALID_SPEC', runtime.run(here.id(), tty, { output }));
    const foreground = await here.runtime({ waiting: 'foreground' });
    expect(foreground.capabilities).toMatchObject({
      terminal: false,
      reasons: { terminal: expect.any(String) },
    });
    await failure('ERR_NOT_SUPPORTED', foreground.run(here.id(), tty, { terminal: terminal(), output }));
    expect(here.remains.now()).toEqual([]);
  });
});
