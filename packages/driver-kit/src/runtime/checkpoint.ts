import { relative } from 'node:path';
import type { CheckpointOptions, CheckpointTarget, Runtime, State } from '@caisson/core';
import { InvalidOptionError, RuntimeError } from '@caisson/errors';
import { aside } from '@caisson/image';
import type { Engine } from '../engine.ts';
import { callOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { type Ending, endingOf } from './abort.ts';
import { specOf } from './bundle.ts';
import { checkId } from './id.ts';
import { imageGroup } from './image-group.ts';
import { tellLogs } from './image-log.ts';
import { manifestFor } from './image-manifest.ts';
import { imageParts, workOf } from './image-options.ts';
import { active, checkOpen, type Kit, notSupported } from './kit.ts';
import { dispose } from './make.ts';
import { killedMs, within } from './stop.ts';
import { suspend } from './suspension.ts';
import { stateOf, told } from './told.ts';

/** The runtime as its own checkpoints and their plug-ins see it. */
export type Reach = CheckpointTarget['runtime'] & Pick<Runtime, 'version'>;

/** suspend → image → undo (where it lives on) → checksums (and delete, where it does not) → its name. */
export const checkpoint =
  (kit: Kit, reach: Reach): Runtime['checkpoint'] =>
  async (id, options) => {
    checkOpen(kit);
    const { engine, freezing } = kit;
    const { checkpoint: make } = engine;
    if (!make || !engine.capabilities.checkpointRestore) {
      throw notSupported(kit, 'checkpoint', engine.capabilities.reasons.checkpointRestore);
    }
    checkId(engine.name, id);
    checkOptions('checkpoint', callOptions.checkpoint, options);
    imageParts('checkpoint', options);
    if (options.preDump === true && options.leaveRunning === false) {
      throw new InvalidOptionError('checkpoint: preDump holds memory alone; give leaveRunning true, or none');
    }
    using ending = endingOf(kit, 'checkpoint', id, options.signal);
    ending.check();
    const bundle = await ending.race(bundleOf(kit, id, ending.signal));
    ending.check();
    checkFree(kit, id);
    freezing.add(id);
    try {
      await active(kit, freeze(kit, reach, make, { id, bundle }, options, ending));
    } finally {
      freezing.delete(id);
    }
  };

const freeze = async (
  kit: Kit,
  reach: Reach,
  make: NonNullable<Engine['checkpoint']>,
  { id, bundle }: Pick<State, 'id' | 'bundle'>,
  options: CheckpointOptions,
  ending: Ending,
): Promise<void> => {
  const parts = imageParts('checkpoint', options);
  const { imagePath } = parts;
  const { preDump = false, plugins = [], checksums = true } = options;
  const leaveRunning = preDump || options.leaveRunning === true;
  const { signal } = ending;
  using work = workOf('checkpoint', options.workPath);
  const place = aside(imagePath, { fsync: options.fsync });
  let lives = true;
  let leaves: Promise<void> | undefined;
  try {
    const group = imageGroup(specOf(bundle));
    const manifest = manifestFor(place.dir, id, bundle, reach);
    const target: CheckpointTarget = { id, imagePath: place.dir, signal, runtime: reach };
    const suspended = await suspend(plugins, target);
    const stays = leaveRunning ? undefined : await kit.containers.get(id)?.leaving();
    try {
      const began = performance.now();
      place.writeBack();
      const { removed = false, ...made } = await make(id, {
        ...parts,
        imagePath: place.dir,
        workPath: work.dir,
        leaveRunning,
        tcpSkipInFlight: options.tcpSkipInFlight ?? false,
        linkRemap: options.linkRemap ?? false,
        preDump,
        ...(options.parentPath === undefined ? {} : { parentPath: relative(place.dir, options.parentPath) }),
        signal,
      });
      lives = leaveRunning;
      const imageMs = performance.now() - began;
      // Beside the checksums, which take longer.
      if (!lives) leaves = gone(kit, id, removed);
      leaves?.catch(() => {});
      if (lives) {
        await suspended.undo();
        ending.check();
      }
      await manifest.write({
        ...made,
        checksums,
        imageMs,
        preDump,
        tcpEstablished: parts.tcpEstablished,
        ...(options.parentPath === undefined ? {} : { parent: relative(imagePath, options.parentPath) }),
        plugins: suspended.described,
        ...(lives ? { signal } : {}),
      });
      await place.commit(group);
    } catch (error) {
      if (lives) {
        stays?.();
        await suspended.undo();
      }
      throw error;
    }
  } catch (error) {
    throw signal.aborted && lives ? signal.reason : toldAs(kit, id, error, lives);
  } finally {
    await place.discard();
    await leaves;
    await tellLogs(work.dir, options.log);
  }
};

/** It has ended with its image: whoever waits is told, and then it is deleted. */
const gone = async (kit: Kit, id: string, removed: boolean): Promise<void> => {
  const container = kit.containers.get(id);
  if (!container) return removed ? undefined : kit.engine.delete(id, true);
  const ended = container.ended.then(
    () => {},
    () => {},
  );
  await within(ended, killedMs);
  await dispose(kit, container, removed);
};

/**
 * The bundle of a container that runs.
 * @throws `ERR_CONTAINER_NOT_FOUND`, `ERR_WRONG_STATE`
 */
const bundleOf = async (kit: Kit, id: string, signal: AbortSignal): Promise<string> => {
  const running = kit.engine.running?.(id);
  const known: Pick<State, 'bundle'> & Partial<State> = running
    ? told(kit, id, running)
    : await stateOf(kit, id, signal);
  const { bundle, status = 'running' } = known;
  if (status !== 'running') throw wrongState(kit, id, `it is ${status}; what runs can be checkpointed`);
  return bundle;
};

/** @throws `ERR_WRONG_STATE` where something of this runtime's own is in the way */
const checkFree = (kit: Kit, id: string): void => {
  if (kit.freezing.has(id)) throw wrongState(kit, id, 'another checkpoint of it is under way');
  const execs = kit.execs.get(id) ?? 0;
  if (execs > 0) {
    const reason = `${execs} of exec's processes run in it, which no image can hold: let them end first`;
    throw wrongState(kit, id, reason);
  }
};

const wrongState = ({ engine: { name } }: Kit, id: string, reason: string): RuntimeError =>
  new RuntimeError('ERR_WRONG_STATE', `${name} checkpoint ${id}: ${reason}`, {
    runtime: name,
    verb: 'checkpoint',
    id,
    reason,
  });

/** A failure that is nobody's own word: the disk's, or a plug-in's. */
const toldAs = (kit: Kit, id: string, error: unknown, lives: boolean): unknown => {
  const own = error instanceof RuntimeError || !(error instanceof Error);
  if (own && lives) return error;
  const reason = `${error instanceof Error ? error.message : String(error)}; ${
    lives ? 'the container runs on' : 'the container had ended with its image, which could not be kept'
  }`;
  return new RuntimeError('ERR_CHECKPOINT_FAILED', `${kit.engine.name} checkpoint ${id} failed: ${reason}`, {
    runtime: kit.engine.name,
    verb: 'checkpoint',
    id,
    reason,
    cause: error,
  });
};
