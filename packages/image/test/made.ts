import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageManifest, Spec } from '@caisson/core';
import { afterAll } from 'vitest';
import { describeHost, filesOf, manifestPlace, specDigests } from '../src/index.ts';

export const spec: Spec = {
  ociVersion: '1.2.0',
  process: { args: ['server'], cwd: '/', env: ['A=1'] },
  root: { path: 'rootfs' },
  mounts: [{ destination: '/data', type: 'bind', source: '/srv/one' }],
  linux: { namespaces: [{ type: 'pid' }, { type: 'network', path: '/run/netns/a' }] },
};

/** A directory for the images of a test file, gone at its end. */
export const images = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'images-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** An image of two files, with a manifest of this host. */
export const make = async (dir: string, changes: Partial<ImageManifest> = {}): Promise<string> => {
  mkdirSync(dir);
  const place = manifestPlace(dir);
  writeFileSync(join(dir, 'pages-1.img'), 'p'.repeat(10_000));
  writeFileSync(join(dir, 'inventory.img'), 'whole');
  place.write({
    format: 1,
    container: 'web-1',
    runtime: { name: 'runc', version: '1.3.6' },
    created: '2026-01-01T00:00:00.000Z',
    ...describeHost(),
    spec: specDigests(spec),
    preDump: false,
    tcpEstablished: false,
    plugins: {},
    size: 10_005,
    files: await filesOf(dir, { checksums: true }),
    took: { imageMs: 1, checksumsMs: 1 },
    ...changes,
  });
  return dir;
};
