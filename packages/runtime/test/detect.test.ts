import { crun } from '@caisson/crun';
import { memory } from '@caisson/memory';
import { runc } from '@caisson/runc';
import { runsc } from '@caisson/runsc';
import { describe, expect, it } from 'vitest';
import { detectRuntimes, runtime } from '../src/index.ts';
import { fakeDriver, project } from './support/project.ts';

describe('detectRuntimes', () => {
  const own = ['@caisson/crun', '@caisson/memory', '@caisson/runc', '@caisson/runsc'];

  it('tells what works, with version and capabilities, and what does not, with the reason', async () => {
    const from = project({
      'caisson-well': fakeDriver('well', "version: '7.1'"),
      '@acme/driver': {
        keywords: ['caisson-driver'],
        module:
          "export const driver = async () => { throw Object.assign(new Error('m'), { reason: 'no socket' }); };",
      },
      'caisson-broken': { keywords: ['caisson-driver'], module: 'export const driver = 1;' },
      express: { module: "throw new Error('loaded, though it is no driver');" },
    });
    const detected = await detectRuntimes({ from });
    expect(detected.filter((one) => !own.includes(one.package))).toEqual([
      {
        type: '@acme/driver',
        package: '@acme/driver',
        packageVersion: undefined,
        works: false,
        reason: 'no socket',
      },
      {
        type: 'broken',
        package: 'caisson-broken',
        packageVersion: undefined,
        works: false,
        reason: 'caisson-broken: it exports no function `driver`',
      },
      {
        type: 'well',
        package: 'caisson-well',
        packageVersion: '1.2.3',
        works: true,
        name: 'well',
        version: '7.1',
        capabilities: { gpu: false },
      },
    ]);
  });

  it('says of our own drivers what they say themselves', async () => {
    const detected = await detectRuntimes();
    for (const [type, driver] of Object.entries({ crun, memory, runc, runsc })) {
      const found = detected.find((one) => one.type === type);
      const itself = await driver().then(
        ({ name, version, capabilities, close }) =>
          close().then(() => ({ works: true, name, version, capabilities })),
        ({ reason }: { reason: string }) => ({ works: false, reason }),
      );
      expect(found).toEqual({
        type,
        package: `@caisson/${type}`,
        packageVersion: expect.any(String),
        ...itself,
      });
    }
  });

  it('makes what it lists', async () => {
    for (const { works, type } of await detectRuntimes()) {
      if (works) await expect(runtime({ type }).then(({ close }) => close())).resolves.toBeUndefined();
    }
  });

  it('closes what it makes', async () => {
    const from = project({
      'caisson-counting': {
        keywords: ['caisson-driver'],
        module:
          'export const driver = async () => ({ name: "c", close: async () => { globalThis.closedByTest = true; } });',
      },
    });
    await detectRuntimes({ from });
    expect((globalThis as { closedByTest?: boolean }).closedByTest).toBe(true);
  });

  it.each([{ from: 'x' }, { root: '/x' }])('refuses %o', async (options) => {
    await expect(detectRuntimes(options as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });
});
