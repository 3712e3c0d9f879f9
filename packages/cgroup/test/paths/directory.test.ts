import { describe, expect, it } from 'vitest';
import { directoryOf } from '../../src/paths/directory.ts';

const mount = (root: string, mountPoint = '/m') => ({ mountPoint, root });

describe('directoryOf', () => {
  it.each([
    ['/', '/', '/m'],
    ['/', '/a/b', '/m/a/b'],
    ['/docker/4f', '/docker/4f', '/m'],
    ['/docker/4f', '/docker/4f/in', '/m/in'],
    ['/..', '/../beside', '/m/beside'],
  ])('joins the mount’s root %s and the path %s to %s', (root, path, directory) => {
    expect(directoryOf(mount(root), path)).toBe(directory);
  });

  it.each([
    ['/docker/4f', '/docker/4f2'],
    ['/docker/4f', '/docker'],
    ['/docker/4f', '/'],
    ['/', '/../beside'],
    ['/..', '/'],
    ['/..', '/a'],
    ['/..', '/../../a'],
  ])('gives nothing where the mount of %s does not reach %s', (root, path) => {
    expect(directoryOf(mount(root), path)).toBeUndefined();
  });

  it('joins at a mount point that is the root', () => {
    expect(directoryOf(mount('/', '/'), '/a')).toBe('/a');
  });
});
