import type { Spec } from '@caisson/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as o from '../../src/index.ts';

const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/);
const path = fc.stringMatching(/^(\/[a-z0-9]{1,6}){1,4}$/);
const value = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'));
const id = fc.integer({ min: 0, max: 65_535 });
const capability = fc.constantFrom(...o.knownCapabilities);
const syscall = fc.constantFrom('read', 'ptrace', 'mkdir', 'io_uring_setup', 'clone');

const change: fc.Arbitrary<o.Change> = fc.oneof(
  fc.array(value).map((rest) => o.args('a', ...rest)),
  path.map(o.cwd),
  fc.dictionary(name, fc.option(value, { nil: undefined })).map(o.env),
  fc.array(name).map((names) => o.removeEnv(...names)),
  fc.tuple(id, id).map(([uid, gid]) => o.user(uid, gid)),
  fc.array(id).map((ids) => o.additionalGids(...ids)),
  fc.array(capability).map((names) => o.addCapabilities(...names)),
  fc.array(capability).map((names) => o.dropCapabilities(...names)),
  fc.array(capability).map((names) => o.ambientCapabilities(...names)),
  fc
    .tuple(fc.constantFrom('nofile', 'core', 'nproc'), fc.nat())
    .map(([kind, limit]) => o.rlimit(kind, limit)),
  fc.tuple(path, path, fc.boolean()).map(([from, to, readonly]) => o.bindMount(from, to, { readonly })),
  fc.tuple(path, fc.nat()).map(([at, size]) => o.tmpfs(at, { size })),
  path.map((at) => o.removeMounts(at)),
  fc.constantFrom('none', 'host', '/run/netns/a').map(o.network),
  fc.constantFrom<o.Change>(
    o.namespace('ipc', 'host'),
    o.namespace('ipc', 'private'),
    o.namespace('pid', '/proc/1/ns/pid'),
  ),
  fc.stringMatching(/^[a-z0-9]{1,20}$/).map(o.hostname),
  fc.boolean().map(o.readonlyRootfs),
  fc.nat().map(o.memoryLimit),
  fc.double({ min: 0.01, max: 64, noNaN: true }).map(o.cpus),
  fc.integer({ min: 2, max: 262_144 }).map(o.cpuShares),
  fc.integer({ min: 1, max: 10_000 }).map(o.pidsLimit),
  fc.integer({ min: 10, max: 1000 }).map(o.blockIOWeight),
  fc
    .tuple(fc.nat({ max: 300 }), fc.nat({ max: 300 }), fc.nat())
    .map(([major, minor, readBytes]) => o.blockIOLimits(major, minor, { readBytes })),
  fc
    .tuple(path, fc.nat({ max: 300 }))
    .map(([at, minor]) => o.device({ path: at, type: 'c', major: 1, minor })),
  fc.array(path).map((paths) => o.maskPaths(...paths)),
  fc.array(path).map((paths) => o.readonlyPaths(...paths)),
  fc.array(path).map((paths) => o.exposePaths(...paths)),
  fc.dictionary(fc.stringMatching(/^[a-z.]{1,9}$/), fc.option(value, { nil: undefined })).map(o.annotations),
  fc
    .tuple(fc.constantFrom<o.HookStage>('poststop', 'createRuntime'), path)
    .map(([stage, at]) => o.hook(stage, { path: at })),
  fc.array(syscall, { minLength: 1 }).map((names) => o.denySyscalls(names)),
  fc.array(syscall, { minLength: 1 }).map((names) => o.allowSyscalls(...names)),
  fc.constant(o.checkpointable()),
  fc.constant(o.privileged()),
  fc.constant(o.dockerInDocker()),
  fc.array(value.filter((text) => text !== '' && text !== '--')).map((scripts) => o.preInit(scripts)),
  fc.array(value).map((rest) => o.startupHook({ args: ['a', ...rest], cwd: '/' })),
  fc.constant(o.defaultSeccomp({ arch: 'arm64', abis: 'all' })),
);

const changes = fc.array(change, { maxLength: 8 });
const base = fc.constantFrom<o.BaseRuntime>('runc', 'crun', 'runsc').map(o.baseSpec);

const frozen = <T>(whole: T): T => {
  if (typeof whole === 'object' && whole !== null && !Object.isFrozen(whole)) {
    Object.freeze(whole);
    for (const inner of Object.values(whole)) frozen(inner);
  }
  return whole;
};

const runs = { numRuns: 2000 };

describe('any changes in any order', () => {
  test('never change their argument, nor anything that it shares', () => {
    fc.assert(
      fc.property(base, changes, (spec, list) => {
        const before = JSON.stringify(spec);
        // A frozen object throws at any write, since modules are strict.
        list.reduce<Spec>((changed, each) => frozen(each(frozen(changed))), frozen(spec));
        expect(JSON.stringify(spec)).toBe(before);
      }),
      runs,
    );
  });

  test('stay valid', () => {
    fc.assert(
      fc.property(base, changes, (spec, list) => {
        // With the host's UTS, network or IPC namespace some fields are rightly refused: none of these is set here.
        expect(o.validateSpec(o.pipe(spec, ...list))).toEqual([]);
      }),
      runs,
    );
  });

  test('compose: in one pipe, in several, or as one change they are the same', () => {
    fc.assert(
      fc.property(base, changes, changes, (spec, first, second) => {
        const whole = o.specToJson(o.pipe(spec, ...first, ...second));
        expect(o.specToJson(o.pipe(o.pipe(spec, ...first), ...second))).toBe(whole);
        expect(o.specToJson(o.compose(o.compose(...first), o.compose(...second))(spec))).toBe(whole);
      }),
      runs,
    );
  });

  test('survive being written and read', () => {
    fc.assert(
      fc.property(base, changes, (spec, list) => {
        const changed = o.pipe(spec, ...list);
        expect(o.specFromJson(o.specToJson(changed))).toEqual(changed);
      }),
      runs,
    );
  });
});
