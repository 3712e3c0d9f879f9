import type { Spec } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { describe, expect, test } from 'vitest';
import { assertSpec, type BaseRuntime, baseSpec, validateSpec } from '../../src/index.ts';
import { everything } from '../fixtures/everything.ts';

const base: Spec = baseSpec('runc');
const process = (more: object): Spec => ({ ...base, process: { cwd: '/', args: ['sh'], ...more } });
const linux = (more: object): Spec => ({ ...base, linux: { ...base.linux, ...more } });
const resources = (more: object): Spec => linux({ resources: more });

describe('validateSpec', () => {
  test.each<BaseRuntime>(['runc', 'crun', 'runsc'])(
    'finds nothing wrong with the base spec of %s',
    (name) => {
      expect(validateSpec(baseSpec(name))).toEqual([]);
    },
  );

  test.each<[string, Spec, string, RegExp]>([
    ['a version that is no SemVer', { ...base, ociVersion: '1.0' }, 'ociVersion', /"1\.0"/],
    ['a relative cwd', process({ cwd: 'srv' }), 'process.cwd', /"srv"/],
    ['no args', { ...base, process: { cwd: '/' } }, 'process.args', /missing/],
    ['an empty program', process({ args: [''] }), 'process.args', /no program/],
    ['a NUL in an argument', process({ args: ['a', 'b\0'] }), 'process.args[1]', /NUL/],
    ['env without =', process({ env: ['A=1', 'B'] }), 'process.env[1]', /"B"/],
    [
      'an unknown capability',
      process({ capabilities: { bounding: ['CAP_X'] } }),
      'process.capabilities.bounding[0]',
      /CAP_X/,
    ],
    [
      'effective beyond permitted',
      process({ capabilities: { effective: ['CAP_KILL'] } }),
      'process.capabilities.effective',
      /not permitted/,
    ],
    [
      'ambient beyond inheritable',
      process({ capabilities: { permitted: ['CAP_KILL'], ambient: ['CAP_KILL'] } }),
      'process.capabilities.ambient',
      /not inheritable/,
    ],
    [
      'an rlimit twice',
      process({
        rlimits: [
          { type: 'RLIMIT_CPU', soft: 1, hard: 1 },
          { type: 'RLIMIT_CPU', soft: 1, hard: 1 },
        ],
      }),
      'process.rlimits[1]',
      /rlimits\[0\]/,
    ],
    [
      'an unknown rlimit',
      process({ rlimits: [{ type: 'RLIMIT_X', soft: 1, hard: 1 }] }),
      'process.rlimits[0]',
      /RLIMIT_X/,
    ],
    [
      'soft above hard',
      process({ rlimits: [{ type: 'RLIMIT_CPU', soft: 2, hard: 1 }] }),
      'process.rlimits[0]',
      /above hard/,
    ],
    ['oomScoreAdj out of range', process({ oomScoreAdj: 1001 }), 'process.oomScoreAdj', /1001/],
    [
      'a console size without terminal',
      process({ consoleSize: { height: 1, width: 1 } }),
      'process.consoleSize',
      /no terminal/,
    ],
    ['a relative hook', { ...base, hooks: { poststop: [{ path: 'x' }] } }, 'hooks.poststop[0]', /"x"/],
    [
      'a bind mount without source',
      { ...base, mounts: [{ destination: '/a', options: ['bind'] }] },
      'mounts[0]',
      /without a source/,
    ],
    ['a mount without type', { ...base, mounts: [{ destination: '/a' }] }, 'mounts[0]', /neither/],
    [
      'a relative destination before 1.2',
      { ...base, mounts: [{ destination: 'a', type: 'tmpfs' }] },
      'mounts[0]',
      /"a"/,
    ],
    [
      'one of two mappings',
      {
        ...base,
        mounts: [{ destination: '/a', type: 'none', source: '/', options: ['bind'], uidMappings: [] }],
      },
      'mounts[0]',
      /one of/,
    ],
    ['no root', (({ root: _, ...rest }) => rest)(base), 'root', /missing/],
    [
      'a namespace twice',
      linux({ namespaces: [{ type: 'pid' }, { type: 'mount' }, { type: 'pid' }] }),
      'linux.namespaces[2]',
      /too/,
    ],
    [
      'a relative namespace',
      linux({ namespaces: [{ type: 'mount' }, { type: 'pid', path: 'x' }] }),
      'linux.namespaces[1]',
      /"x"/,
    ],
    [
      'a user namespace without ids',
      linux({
        namespaces: [{ type: 'mount' }, { type: 'user' }],
        gidMappings: [{ containerID: 0, hostID: 0, size: 1 }],
      }),
      'linux.uidMappings',
      /no ids/,
    ],
    [
      'ids without user namespace',
      linux({ uidMappings: [{ containerID: 0, hostID: 0, size: 1 }] }),
      'linux.uidMappings',
      /no 'user' namespace/,
    ],
    [
      'ids that overlap',
      linux({
        namespaces: [{ type: 'mount' }, { type: 'user' }],
        uidMappings: [
          { containerID: 0, hostID: 0, size: 2 },
          { containerID: 1, hostID: 5, size: 1 },
        ],
        gidMappings: [{ containerID: 0, hostID: 0, size: 1 }],
      }),
      'linux.uidMappings',
      /overlap/,
    ],
    [
      'offsets without time namespace',
      linux({ timeOffsets: { boottime: { secs: 1 } } }),
      'linux.timeOffsets',
      /time/,
    ],
    [
      'a host name without uts namespace',
      { ...linux({ namespaces: [{ type: 'mount' }] }), hostname: 'a' },
      'hostname',
      /uts/,
    ],
    ['a host name that is too long', { ...base, hostname: 'x'.repeat(65) }, 'hostname', /64/],
    [
      'a sysctl of the host',
      linux({ sysctl: { 'kernel.panic': '1' } }),
      'linux.sysctl["kernel.panic"]',
      /whole host/,
    ],
    [
      'a sysctl of the host\u2019s network',
      linux({ namespaces: [{ type: 'mount' }], sysctl: { 'net.core.somaxconn': '1' } }),
      'linux.sysctl["net.core.somaxconn"]',
      /host's network/,
    ],
    [
      'swap below memory',
      resources({ memory: { limit: 10, swap: 5 } }),
      'linux.resources.memory',
      /below limit/,
    ],
    ['a quota below a millisecond', resources({ cpu: { quota: 10 } }), 'linux.resources.cpu', /quota/],
    ['a cpuset that is none', resources({ cpu: { cpus: 'all' } }), 'linux.resources.cpu', /"all"/],
    [
      'a device rule of no type',
      resources({ devices: [{ allow: true, type: 'x' }] }),
      'linux.resources.devices[0]',
      /"x"/,
    ],
    [
      'a device rule of no access',
      resources({ devices: [{ allow: true, access: 'rx' }] }),
      'linux.resources.devices[0]',
      /"rx"/,
    ],
    ['a weight out of range', resources({ blockIO: { weight: 5 } }), 'linux.resources.blockIO.weight', /5/],
    [
      'a huge page size twice',
      resources({
        hugepageLimits: [
          { pageSize: '2MB', limit: 1 },
          { pageSize: '2MB', limit: 2 },
        ],
      }),
      'linux.resources.hugepageLimits[1]',
      /too/,
    ],
    [
      'a unified file that is a path',
      resources({ unified: { '../x.y': '1' } }),
      'linux.resources.unified["../x.y"]',
      /no file/,
    ],
    [
      'a device without numbers',
      linux({ devices: [{ path: '/dev/a', type: 'c' }] }),
      'linux.devices[0]',
      /major/,
    ],
    [
      'a device twice',
      linux({
        devices: [
          { path: '/dev/a', type: 'p' },
          { path: '/dev/a', type: 'p' },
        ],
      }),
      'linux.devices[1]',
      /too/,
    ],
    ['a relative masked path', linux({ maskedPaths: ['proc'] }), 'linux.maskedPaths[0]', /"proc"/],
    ['a cgroups path that climbs', linux({ cgroupsPath: '/a/../../b' }), 'linux.cgroupsPath', /\.\./],
    [
      'seccomp that notifies nobody',
      linux({
        seccomp: { defaultAction: 'SCMP_ACT_ALLOW', syscalls: [{ names: ['a'], action: 'SCMP_ACT_NOTIFY' }] },
      }),
      'linux.seccomp',
      /nobody listens/,
    ],
    [
      'a seventh argument of a call',
      linux({
        seccomp: {
          defaultAction: 'SCMP_ACT_ALLOW',
          syscalls: [
            { names: ['a'], action: 'SCMP_ACT_ALLOW', args: [{ index: 6, value: 0, op: 'SCMP_CMP_EQ' }] },
          ],
        },
      }),
      'linux.seccomp.syscalls[0]',
      /argument 6/,
    ],
    ['an empty annotation key', { ...base, annotations: { '': 'x' } }, 'annotations[""]', /empty/],
  ])('finds %s', (_, spec, path, wrong) => {
    const problems = validateSpec(spec);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.wrong).toMatch(wrong);
    expect(problems[0]?.right).not.toBe('');
  });

  test('finds everything at once, shape and rules alike', () => {
    const spec = {
      ociVersion: 'x',
      process: { cwd: 1, args: [], rlimits: [{ type: 'RLIMIT_CPU', soft: 2, hard: 1 }] },
      root: {},
      mounts: {},
    };
    expect(
      validateSpec(spec)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['mounts', 'ociVersion', 'process.args', 'process.cwd', 'process.rlimits[0]', 'root.path']);
  });

  test('says what is missing, what is undefined, and what is of another type', () => {
    const wrong = (spec: unknown): unknown => validateSpec(spec)[0];
    expect(wrong({})).toEqual({
      path: 'ociVersion',
      wrong: 'it is missing',
      right: "a version such as '1.0.2'",
    });
    expect(wrong({ ociVersion: '1.0.2', hostname: undefined })).toEqual({
      path: 'hostname',
      wrong: 'it is undefined',
      right: 'a text',
    });
    expect(wrong({ ociVersion: '1.0.2', hostname: ['a'] })).toEqual({
      path: 'hostname',
      wrong: 'it is a list',
      right: 'a text',
    });
    expect(wrong(null)).toEqual({ path: '', wrong: 'it is null', right: 'an object' });
  });

  test('leaves alone what it does not know', () => {
    const spec = {
      ...base,
      ociVersion: '1.99.0',
      later: { x: [1] },
      process: { ...base.process, newer: true },
    };
    expect(validateSpec(spec)).toEqual([]);
    expect(spec.process).toHaveProperty('newer');
  });

  test('takes a relative destination from 1.2 on', () => {
    expect(
      validateSpec({ ...base, ociVersion: '1.2.0', mounts: [{ destination: 'a', type: 'tmpfs' }] }),
    ).toEqual([]);
  });

  test('finds in everything only what cannot be true together', () => {
    expect(validateSpec(everything)).toEqual([]);
  });
});

describe('assertSpec', () => {
  test('throws one ERR_INVALID_SPEC with every problem', () => {
    let error: unknown;
    try {
      assertSpec({ ociVersion: 'x', root: {} }, '/b/config.json');
    } catch (reason) {
      error = reason;
    }
    expect(isRuntimeError(error, 'ERR_INVALID_SPEC')).toBe(true);
    expect((error as Error).message).toMatch(
      /^\/b\/config\.json:\n {2}root\.path: it is missing.*\n {2}ociVersion: it is "x"/,
    );
  });

  test('shortens a list that would fill screens', () => {
    const mounts = Array.from({ length: 1000 }, () => ({}));
    expect(() => assertSpec({ ociVersion: '1.0.2', mounts })).toThrow(/and 980 more$/);
  });
});

describe('hostile specs', () => {
  test('of many levels, and circles, are refused without recursion', () => {
    let deep: unknown = {};
    for (let level = 0; level < 1_000_000; level += 1) deep = { a: deep };
    const circle: { self?: unknown } = {};
    circle.self = circle;
    for (const spec of [deep, circle])
      expect(validateSpec(spec)).toEqual([
        expect.objectContaining({ wrong: expect.stringContaining('deeper') }),
      ]);
  });

  test('with long lists are looked at once, not each item against each', () => {
    let looks = 0;
    const devices = Array.from({ length: 2000 }, (_, minor) => ({
      type: 'c' as const,
      major: 1,
      minor,
      get path(): string {
        looks += 1;
        return `/dev/${minor}`;
      },
    }));
    expect(validateSpec({ ...base, linux: { ...base.linux, devices } })).toEqual([]);
    expect(looks / devices.length).toBeLessThan(20);
  });

  test('of ten megabytes are refused as too large', () => {
    const spec = JSON.parse(`{"ociVersion":"1.0.2","mounts":[${'{},'.repeat(3_000_000)}{}]}`);
    expect(validateSpec(spec)).toEqual([
      expect.objectContaining({ wrong: expect.stringContaining('more than 500000 values') }),
    ]);
  });

  test('with __proto__ and constructor as keys change nothing outside', () => {
    const spec = JSON.parse(
      '{"ociVersion":"1.0.2","annotations":{"__proto__":"x","constructor":"y"},"linux":{"__proto__":{"polluted":1}}}',
    );
    validateSpec(spec);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
