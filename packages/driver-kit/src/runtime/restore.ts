import type { CheckpointPlugin, CheckpointTarget, ExitStatus, RestoreOptions, Runtime } from '@caisson/core';
import { judge, refusal, removeFirewall } from '@caisson/image';
import type { Engine } from '../engine.ts';
import { callOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { checkStreams } from '../options/streams.ts';
import { type Ending, endingOf, withStatus } from './abort.ts';
import type { Reach } from './checkpoint.ts';
import { checkId } from './id.ts';
import { tellLogs } from './image-log.ts';
import { imageParts, workOf } from './image-options.ts';
import { active, checkOpen, type Kit, notSupported } from './kit.ts';
import { arm, dispose, make, type Order, orderOf, streamsOf } from './make.ts';
import { end, unstopped } from './run.ts';

/** judge → verify → restore → watcher armed → resume → `onStarted` → wait → delete. */
export const restore =
  (kit: Kit, reach: Reach): Runtime['restore'] =>
  async (id, bundle, options) => {
    checkOpen(kit);
    const { engine } = kit;
    const { restore: way } = engine;
    if (!way || !engine.capabilities.checkpointRestore) {
      throw notSupported(kit, 'restore', engine.capabilities.reasons.checkpointRestore);
    }
    checkId(engine.name, id);
    checkOptions('restore', callOptions.restore, options);
    imageParts('restore', options);
    const streams = streamsOf(options);
    checkStreams('restore', streams);
    using ending = endingOf(kit, 'restore', id, options.signal);
    ending.check();
    const order = orderOf(kit, id, bundle, streams);
    return await active(kit, live(kit, reach, way, order, options, ending));
  };

const live = async (
  kit: Kit,
  reach: Reach,
  way: NonNullable<Engine['restore']>,
  order: Order,
  options: RestoreOptions,
  ending: Ending,
): Promise<ExitStatus> => {
  const { id, spec } = order;
  const { signal } = ending;
  const parts = imageParts('restore', options);
  const { imagePath } = parts;
  const backwards = [...(options.plugins ?? [])].reverse();
  const facts = { runtime: reach.name, verb: 'restore', id };
  const { checksums = true, plugins = [], tcpClose = false } = options;
  const judged = await ending.race(judge(imagePath, { runtime: reach, spec, plugins, checksums, signal }));
  const refused = refusal(imagePath, judged, facts);
  if (refused) throw refused;
  for (const plugin of backwards) await ending.race(plugin.verify({ id, imagePath, signal }));
  ending.check();

  using work = workOf('restore', options.workPath);
  const container = await make(kit, order, (own, bundle, io) =>
    way(own, bundle, { ...parts, workPath: work.dir, tcpClose, signal }, io),
  ).catch(async (error: unknown) => {
    if (judged.manifest?.firewall) await removeFirewall(judged.manifest.firewall);
    await tellLogs(work.dir, options.log).catch(() => {}); // What came first is what the caller must know.
    throw signal.aborted ? signal.reason : error;
  });
  container.started();
  let resuming: Promise<void> | undefined;
  try {
    await tellLogs(work.dir, options.log);
    work[Symbol.dispose](); // Not kept for the container's life, which this process may not see the end of.
    const lived = async (): Promise<ExitStatus> => {
      await arm(kit, container, options, true);
      ending.check();
      resuming = resume(backwards, { id, imagePath, signal, runtime: reach });
      await resuming;
      ending.check();
      const { pid, hostPid } = container.process;
      const over = Promise.all([container.ended, options.onStarted?.({ id, pid, hostPid })]);
      const [status] = await Promise.race([over, unstopped(container)]);
      return status;
    };
    const status = await container.waiting(ending.race(lived()));
    await dispose(kit, container).catch((error: unknown) => {
      throw withStatus(error, status);
    });
    return status;
  } catch (error) {
    await resuming?.catch(() => {}); // Whatever holds a device lets go of it before the container is killed.
    throw await end(kit, container, options, error);
  }
};

const resume = async (plugins: readonly CheckpointPlugin[], target: CheckpointTarget): Promise<void> => {
  for (const plugin of plugins) await plugin.resume(target);
};
