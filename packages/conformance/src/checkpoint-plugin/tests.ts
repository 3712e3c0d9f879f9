import assert from 'node:assert/strict';
import type { Waiting } from '../world/patience.ts';
import { errorOf } from '../world/refusal.ts';
import type { CheckpointPluginFixture, CheckpointPluginNeed } from './fixture.ts';

type PluginWorld = CheckpointPluginFixture & Waiting;

export interface CheckpointPluginTest {
  readonly sentence: string;
  readonly needed: readonly CheckpointPluginNeed[];
  readonly check: (here: PluginWorld) => Promise<void>;
}

const tests: CheckpointPluginTest[] = [];

const it = (
  sentence: string,
  needed: readonly CheckpointPluginNeed[],
  check: CheckpointPluginTest['check'],
): void => {
  tests.push({ sentence, needed, check });
};

const all = async (here: PluginWorld): Promise<void> => {
  const { suspended, of } = await here.suspended();
  assert.ok(of > 0, 'there is something to suspend');
  assert.equal(suspended, of);
};

const none = async (here: PluginWorld): Promise<void> => assert.equal((await here.suspended()).suspended, 0);

it('a plug-in has a name', [], async ({ plugin }) => {
  assert.match(plugin.name, /\w/);
});

it('suspend settles when everything is suspended', [], async (here) => {
  await none(here);
  await here.soon('suspend', here.plugin.suspend(here.target));
  await all(here);
});

it('what suspend gives brings everything back', [], async (here) => {
  const undo = await here.soon('suspend', here.plugin.suspend(here.target));
  await here.soon('the undo', undo());
  await none(here);
});

it('what suspend gives may be called twice', [], async (here) => {
  const undo = await here.soon('suspend', here.plugin.suspend(here.target));
  await here.soon('the undo', undo());
  await here.soon('the undo', undo());
  await none(here);
});

it('a container can be suspended again once it was brought back', [], async (here) => {
  for (let i = 0; i < 2; i++) {
    const undo = await here.soon('suspend', here.plugin.suspend(here.target));
    await all(here);
    await here.soon('the undo', undo());
  }
  await none(here);
});

it('a suspend that fails undoes its own half-done work', ['failSuspend'], async (here) => {
  await here.failSuspend?.();
  await assert.rejects(here.soon('suspend', here.plugin.suspend(here.target)));
  await none(here);
});

it('a suspend whose signal is aborted already rejects and suspends nothing', [], async (here) => {
  const target = { ...here.target, signal: AbortSignal.abort(new Error('no longer wanted')) };
  await assert.rejects(here.soon('suspend', here.plugin.suspend(target)));
  await none(here);
});

it('a suspend that is aborted on its way leaves all or nothing suspended', [], async (here) => {
  const abort = new AbortController();
  const suspending = here.plugin.suspend({ ...here.target, signal: abort.signal });
  suspending.catch(() => {});
  abort.abort(new Error('no longer wanted'));
  const [outcome] = await here.soon('suspend', Promise.allSettled([suspending]));
  // It may have been done by then.
  if (outcome.status === 'fulfilled') await here.soon('the undo', outcome.value());
  await none(here);
});

it('a container that uses nothing of the kind is suspended and resumed without effect', [], async (here) => {
  const undo = await here.soon('suspend', here.plugin.suspend(here.idle));
  await none(here);
  await here.soon('the undo', undo());
  await none(here);
});

it('verify lets an image pass that can be restored here', [], async (here) => {
  await here.restored();
  const { id, imagePath } = here.target;
  await here.soon('verify', here.plugin.verify({ id, imagePath }));
});

it('verify changes nothing of the container', [], async (here) => {
  await here.restored();
  const before = await here.suspended();
  const { id, imagePath } = here.target;
  await here.soon('verify', here.plugin.verify({ id, imagePath }));
  assert.deepEqual(await here.suspended(), before);
});

it(
  'verify rejects with ERR_IMAGE_INCOMPATIBLE for an image that cannot be restored here',
  ['spoil'],
  async (here) => {
    await here.restored();
    await here.spoil?.();
    const { id, imagePath } = here.target;
    const error = await errorOf(
      here.soon('verify', here.plugin.verify({ id, imagePath })),
      'ERR_IMAGE_INCOMPATIBLE',
    );
    assert.match(error.message, /\w/);
  },
);

it('resume brings everything back after a restore', [], async (here) => {
  await here.restored();
  await all(here);
  await here.soon('resume', here.plugin.resume(here.target));
  await none(here);
});

/** Every sentence of a checkpoint plug-in's contract. */
export const checkpointPluginTests: readonly CheckpointPluginTest[] = tests;
