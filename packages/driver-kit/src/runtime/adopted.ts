import { RuntimeError } from '@caisson/errors';
import { specOf } from './bundle.ts';
import { type Container, containerOf } from './container.ts';
import type { Kit } from './kit.ts';

/**
 * The record of a container that this object did not make, so that its end can be waited for, once for all who do.
 * @throws `ERR_CONTAINER_NOT_FOUND`, `ERR_STATUS_LOST`
 */
export const adopted = (kit: Kit, id: string): Promise<Container> => {
  const { adoptions } = kit;
  const adopting = adopt(kit, id, adoptions.get(id));
  adoptions.set(id, adopting);
  adopting.catch(() => {
    if (adoptions.get(id) === adopting) adoptions.delete(id);
  });
  return adopting;
};

const adopt = async (kit: Kit, id: string, before: Promise<Container> | undefined): Promise<Container> => {
  const { engine } = kit;
  const known = await before?.catch(() => undefined);
  if (known && !known.over()) return known;
  const { status, bundle } = await engine.state(id); // ERR_CONTAINER_NOT_FOUND where there is none.
  if (known && status === 'stopped') return known;
  if (!engine.adopt) throw lost(kit, id);
  const process = await engine.adopt(id);
  const spec = specOf(bundle) ?? { ociVersion: '' };
  const kill = async (): Promise<void> => {};
  const container = containerOf({ runtime: engine.name, id, bundle, spec, process, streams: {}, kill });
  // Whoever made it deletes it, and tells nobody here: its watchers end with it.
  const dispose = (): void => void container[Symbol.asyncDispose]().then(undefined, () => {});
  container.ended.then(dispose, dispose);
  return container;
};

const lost = ({ engine }: Kit, id: string): RuntimeError => {
  const reason = engine.capabilities.reasons.waitAny ?? 'it was made by another process';
  return new RuntimeError(
    'ERR_STATUS_LOST',
    `${engine.name}: the status of ${id} cannot be learnt: ${reason}`,
    {
      runtime: engine.name,
      verb: 'wait',
      id,
      reason,
    },
  );
};
