import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { terminal } from '@caisson/terminal';
import { expect, it } from 'vitest';
import { gather } from '../../runc/test/support/gather.ts';
import { onOne, world } from './support/world.ts';

const here = world();

// `runsc exec --detach` runs itself again without each argument that has the word.
onOne('a word that runsc trips over', (way) => {
  it('may be in ids and paths, with a terminal too', async () => {
    const root = join(here.root, 'detach-root');
    const runtime = await here.runtime({ ...way, root });
    const earlier = process.env['TMPDIR'];
    const odd = join(here.dir, 'tmp', 'detach');
    mkdirSync(odd);
    try {
      process.env['TMPDIR'] = odd;
      for (const id of [`${here.id()}-detach-1`, `detach-${here.id()}`]) {
        await runtime.create(id, await here.bundle(['sleep', '1000']));
        await runtime.start(id);
        const plain = gather();
        const process = here.process(['sh', '-c', 'test -t 1 && echo tty; echo "$0"; exit 5', id]);
        expect(await runtime.exec(id, process, { stdout: plain.sink })).toMatchObject({ exitCode: 5 });
        const out = gather();
        const given = { output: out.sink, terminal: terminal() };
        expect(await runtime.exec(id, process, given)).toMatchObject({ exitCode: 5 });
        expect([plain.text(), out.text()]).toEqual([`${id}\n`, `tty\r\n${id}\r\n`]);
        await runtime.delete(id, { force: true });
      }
      expect(await runtime.list()).toEqual([]);
    } finally {
      process.env['TMPDIR'] = earlier;
    }
    const { rmdirSync } = await import('node:fs');
    rmdirSync(odd);
    rmdirSync(root);
    expect(here.remains.now()).toEqual([]);
  });
});
