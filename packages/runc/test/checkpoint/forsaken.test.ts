import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { expect, it } from 'vitest';
import { counter } from '../support/counting.ts';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { withImages } from '../support/images.ts';
import { until } from '../support/until.ts';
import { world } from '../support/world.ts';

const here = world();
const program = counter(20);
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;
let pieces = 0;
const place = (): string => join(here.dir, `piece-${++pieces}`);

/** Its container has ended with it. */
const imageOf = async (runtime: Runtime, bundle: string): Promise<string> => {
  const [id, out, imagePath] = [here.id(), gather(), place()];
  const running = runtime.run(id, bundle, { stdout: out.sink });
  running.catch(() => {});
  await until(() => out.text().length > 10);
  await runtime.checkpoint(id, { imagePath });
  await running;
  return imagePath;
};

/**
 * CRIU is sent a signal by the script that it runs at a stage of its work: alone, not what it has made. Then there is
 * a file.
 */
const signalled = async (
  signal: 'KILL' | 'STOP',
  stage: string,
  work: (file: string) => Promise<void>,
): Promise<void> => {
  const [script, config, file] = [place(), place(), place()];
  const lines = [
    '#!/bin/sh',
    `[ "$CRTOOLS_SCRIPT_ACTION" = ${stage} ] || exit 0`,
    `kill -${signal} $PPID`,
    `: >${file}`,
  ];
  writeFileSync(script, `${lines.join('\n')}\n`, { mode: 0o755 });
  writeFileSync(config, `action-script ${script}\n`);
  process.env['CRIU_CONFIG_FILE'] = config;
  try {
    await work(file);
  } finally {
    delete process.env['CRIU_CONFIG_FILE'];
  }
};

withImages('a restore whose CRIU does not answer', (waiting) => {
  it.each(['setup-namespaces', 'post-restore'])(
    'is refused, and nothing is left, where it is killed alone at %s',
    async (stage) => {
      const runtime = await here.runtime({ waiting });
      const [id, bundle] = [here.id(), await here.bundle(program)];
      const imagePath = await imageOf(runtime, bundle);
      await signalled('KILL', stage, async () => {
        const { reason } = await failure('ERR_RESTORE_FAILED', runtime.restore(id, bundle, { imagePath }));
        expect(reason).toContain('CRIU ended without an answer');
      });
      expect(here.remains.now()).toEqual([]);

      const onStarted = (): Promise<void> => runtime.kill(id, 'SIGKILL');
      expect(await runtime.restore(id, bundle, { imagePath, onStarted })).toMatchObject({ exitCode: 137 });
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );

  it.each(['as soon as there is a process', 'where it stands still'])(
    'is given up when the call is aborted, %s',
    async (when) => {
      const runtime = await here.runtime({ waiting });
      const [id, bundle] = [here.id(), await here.bundle(program)];
      const imagePath = await imageOf(runtime, bundle);
      const stop = new AbortController();
      await signalled('STOP', 'setup-namespaces', async (file) => {
        const restoring = runtime.restore(id, bundle, { imagePath, signal: stop.signal });
        restoring.catch(() => {});
        const hasProcess = (): boolean => here.remains.now().some((piece) => piece.startsWith('process'));
        await until(when === 'where it stands still' ? () => existsSync(file) : hasProcess);
        stop.abort();
        await failure('ERR_ABORTED', restoring);
      });
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});
