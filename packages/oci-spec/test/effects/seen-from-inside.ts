import { execFileSync } from 'node:child_process';
import type { Spec } from '@caisson/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as o from '../../src/index.ts';
import { directory } from '../fixtures/directory.ts';
import { type Ran, runSpec, specOf } from './container.ts';
import type { Effect, Reaching } from './effect.ts';
import { type Host, host } from './host.ts';
import { runtimes, shown } from './runtimes.ts';

/** Tests that each change is seen from inside, by every runtime at hand, on a host with these v1 controllers too. */
export const seenFromInside = (
  effects: readonly Effect[],
  reaching: readonly Reaching[] = [],
  controllers: readonly string[] = [],
): void => {
  describe.each(runtimes.map((runtime) => [shown(runtime), runtime] as const))(
    'each change seen from inside a real container of %s',
    (_, runtime) => {
      describe.skipIf(runtime.lack !== '')('', () => {
        let on: Host;
        beforeAll(async () => {
          on = await host(...controllers);
        });
        afterAll(() => on[Symbol.asyncDispose]());

        const ran = async (change: o.Change, command: string): Promise<{ told: boolean; ran: Ran }> => {
          const dir = await directory();
          const before = await specOf(runtime, dir, command, []);
          const spec: Spec = change(before);
          const told = o.ignoredFields(spec, runtime.name, runtime.version).length > 0;
          return { told, ran: await runSpec(runtime, on, dir, spec) };
        };

        test.each(effects)('%s', async (_name, change, command, printed) => {
          const { told, ran: got } = await ran(await change, command);
          // What is told beforehand has no effect: refusing it takes nothing away.
          if (told) expect(got.stdout).not.toBe(printed);
          else expect(got).toMatchObject({ stdout: printed, stderr: '' });
        });

        test.each(reaching.map((row) => [row.name, row.needs, row] as const))(
          '%s (where there is none of %s: refused in words, or told beforehand)',
          async (_name, _needs, { change, command, printed, words }) => {
            const { told, ran: got } = await ran(await change, command);
            if (told) expect(got.stdout).not.toBe(printed);
            else if (got.stderr === '') expect(got).toMatchObject({ code: 0, stdout: printed });
            else expect(got.stderr).toMatch(words);
          },
        );

        test('nothing is left of all these containers', () => {
          const left = execFileSync('sh', [
            '-c',
            'find /sys/fs/cgroup -maxdepth 6 -type d -name "oci-spec-*" 2>/dev/null; grep caisson-oci-spec- /proc/self/mounts || true',
          ]);
          expect(left.toString()).toBe('');
        });
      });
    },
  );
};
