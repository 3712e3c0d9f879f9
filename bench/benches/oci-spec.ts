import type { Spec } from '@caisson/core';
import * as o from '@caisson/oci-spec';
import { comparing } from '../harness/comparison.ts';
import type { Side } from '../harness/side.ts';

const times = 200;

const repeated = (name: string, work: () => unknown): Side => ({
  name: `${name} × ${times}`,
  once: async () => {
    for (let count = 0; count < times; count += 1) work();
  },
});

/** What a platform sets for a job, arguments and all. */
const full = (): Spec =>
  o.pipe(
    o.baseSpec('runc'),
    o.args('node', 'server.js'),
    o.cwd('/srv'),
    o.env({ HOME: '/srv', NODE_ENV: 'production', PORT: '8080' }),
    o.user(1000, 1000, { additionalGids: [44] }),
    o.hostname('job'),
    o.readonlyRootfs(),
    o.bindMount('/srv/data', '/data', { readonly: true }),
    o.tmpfs('/tmp', { size: '64MiB' }),
    o.dropCapabilities('NET_RAW', 'MKNOD'),
    o.rlimit('nofile', 1024),
    o.network('/run/netns/job'),
    o.memoryLimit('512MiB'),
    o.cpus(1.5),
    o.pidsLimit(256),
    o.device({ path: '/dev/fuse', type: 'c', major: 10, minor: 229 }),
    o.maskPaths('/proc/uptime'),
    o.annotations({ 'com.example.job': '1' }),
    o.cgroupsPath('/jobs/1'),
  );

/** Building and checking a whole spec, beside copying one as JSON. */
export const ociSpec = comparing('oci-spec', 'building and checking a spec, beside copying it', async () => {
  const spec = full();
  o.assertSpec(spec);
  const [copy, build, check] = [
    repeated('JSON copy', () => JSON.parse(JSON.stringify(spec))),
    repeated('build', full),
    repeated('validate', () => o.validateSpec(spec)),
  ];
  return [
    {
      title: 'a full spec',
      sides: [copy, build, check],
      limits: [
        { of: build.name, to: copy.name, atMost: 3 },
        { of: check.name, to: copy.name, atMost: 10 },
      ],
    },
  ];
});
