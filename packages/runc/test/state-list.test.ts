import { relative } from 'node:path';
import type { Runtime } from '@caisson/core';
import { annotations } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { smaller } from './support/emulated.ts';
import { failure } from './support/failure.ts';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

inBothModes('state and list', (waiting) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
  });

  it('lists nothing where the state directory is not there yet, and the containers that are', async () => {
    const root = `${here.root}-${waiting}`;
    const apart = await here.runtime({ waiting, root });
    expect(await apart.list()).toEqual([]);
    const bundle = await here.bundle(['sleep', '1000']);
    const ids = [here.id(), here.id(), here.id()];
    for (const id of ids) await apart.create(id, bundle);
    expect((await apart.list()).map(({ id }) => id).sort()).toEqual(ids.toSorted());
    for (const id of ids) await apart.delete(id);
    expect(await apart.list()).toEqual([]);
  });

  it('tells id, status, bundle, annotations, and a pid while there is a process', async () => {
    const id = here.id();
    const bundle = await here.bundle(sh('exit 0'), annotations({ 'org.example.key': 'value' }));
    const { pid } = await runtime.create(id, bundle);
    const expected = {
      ociVersion: expect.any(String),
      id,
      status: 'created',
      pid,
      bundle,
      annotations: { 'org.example.key': 'value' },
    };
    expect(await runtime.state(id)).toEqual(expected);
    expect(await runtime.list()).toEqual([expected]);
    await runtime.start(id);
    await until(async () => (await runtime.state(id)).status === 'stopped');
    const { pid: _, ...stopped } = { ...expected, status: 'stopped' };
    expect(await runtime.state(id)).toEqual(stopped);
    expect(await runtime.list()).toEqual([stopped]);
    await runtime.delete(id);
    expect(await runtime.list()).toEqual([]);
  });

  it('tells what is created and what runs, from within the hooks of a run too', async () => {
    const bundle = await here.bundle(['sleep', '1000']);
    for (const given of [bundle, relative(process.cwd(), bundle)]) {
      const id = here.id();
      let pid: number | undefined;
      await runtime.run(id, given, {
        onCreated: async (state) => {
          ({ pid } = state);
          expect(state).toMatchObject({ id, status: 'created', bundle });
          expect(await runtime.state(id)).toMatchObject({ id, status: 'created', bundle, pid });
        },
        onStarted: async () => {
          expect(await runtime.state(id)).toMatchObject({ status: 'running', bundle, pid });
          expect(await runtime.list()).toMatchObject([{ id, status: 'running', bundle, pid }]);
          await runtime.kill(id, 'SIGKILL');
        },
      });
      await failure('ERR_CONTAINER_NOT_FOUND', runtime.state(id));
    }
  });

  it('rejects for a container that is missing, and where it is aborted', async () => {
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.state(here.id()));
    const reason = new Error('no');
    const signal = AbortSignal.abort(reason);
    expect(await failure('ERR_ABORTED', runtime.state(here.id(), { signal }))).toMatchObject({
      cause: reason,
    });
    expect(await failure('ERR_ABORTED', runtime.list({ signal }))).toMatchObject({ cause: reason });
    const stop = new AbortController();
    const asked = runtime.list({ signal: stop.signal });
    stop.abort(reason);
    expect(await failure('ERR_ABORTED', asked)).toMatchObject({ cause: reason });
  });

  it('always answers while containers come and go', async () => {
    const bundle = await here.bundle(['true']);
    let over = false;
    const turns = smaller('containers that come and go while they are listed, times four', 8, 2);
    const coming = async (): Promise<void> => {
      for (let i = 0; i < turns; i++) await runtime.run(here.id(), bundle);
    };
    const asking = async (): Promise<void> => {
      while (!over) {
        for (const { id, status } of await runtime.list()) {
          expect(id).toContain(here.marker);
          expect(['creating', 'created', 'running', 'stopped']).toContain(status);
        }
      }
    };
    const askers = smaller('callers that list meanwhile', 3, 1);
    const asked = Array.from({ length: askers }, asking);
    await Promise.all([coming(), coming(), coming(), coming()]).finally(() => {
      over = true;
    });
    await Promise.all(asked);
    expect(await runtime.list()).toEqual([]);
  });
});
