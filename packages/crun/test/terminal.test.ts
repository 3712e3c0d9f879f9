import { terminal as wanted } from '@caisson/oci-spec';
import { terminal } from '@caisson/terminal';
import { describe, expect, it } from 'vitest';
import { gather } from '../../runc/test/support/gather.ts';
import { until } from '../../runc/test/support/until.ts';
import { able, sh, world } from './support/world.ts';

const here = world();

describe.skipIf(!able)('a terminal (needs Linux, root and crun)', () => {
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
    const bundle = await here.bundle(sh(script), wanted(true));
    const running = runtime.run(here.id(), bundle, { terminal: size, output: out.sink });
    await until(() => out.text().includes('ready'));
    resize(50, 20);
    expect(await running).toMatchObject({ exitCode: 5, signal: null });
    expect(out.text().replaceAll('\r', '')).toBe('/dev/pts/0\n30 100\nready\n20 50\n');
    expect(here.remains.now()).toEqual([]);
  });

  it('is given to exec too, and carries what is typed', async () => {
    const runtime = await here.runtime();
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await runtime.start(id);
    const out = gather();
    const ask = here.process(sh('test -t 0 && echo name?; read x; echo hello $x; exit 6'));
    const status = await runtime.exec(id, ask, { terminal: terminal(), stdin: 'Ada\n', output: out.sink });
    expect(status.exitCode).toBe(6);
    expect(out.text()).toContain('hello Ada');
    await runtime.delete(id, { force: true });
  });
});
