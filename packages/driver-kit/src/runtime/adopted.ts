import { RuntimeError } from '@caisson/errors';
import { specOf } from './bundle.ts';
import { type Container, containerOf } from './container.ts';
import type { Kit } from './kit.ts';

/**
 * The record of a container that this object did not make, so that its end can be waited for, once for all who do.
 * @throws `ERR_CONTAINER_NOT_FOUND`, `ERR_STATUS_LOST`
 */
export const adopted = async (kit: Kit, id: string): Promise<Container> => {
  const { engine, adoptions } = kit;
  const before = adoptions.get(id);
  if (before && !(await before.catch(() => undefined))?.over()) return before;
  const { status, bundle } = await engine.state(id); // ERR_CONTAINER_NOT_FOUND where there is none.
  if (before && status === 'stopped') return before;
  if (!engine.adopt) throw lost(kit, id);
  const adopting = engine.adopt(id).then((process) => {
    const spec = specOf(bundle) ?? { ociVersion: '' };
    return containerOf({
      runtime: engine.name,
      id,
      bundle,
      spec,
      process,
      streams: {},
      kill: async () => {},
    });
  });
  adopting.catch(() => adoptions.delete(id));
  adoptions.set(id, adopting);
  return adopting;
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
