// Three containers that end in three ways: one is done, one fails, one is killed for memory.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExitStatus } from '@caisson/core';
import { args, baseSpec, hostRootfs, memoryLimit, pipe, writeBundle } from '@caisson/oci-spec';
import { runc } from '@caisson/runc';

const programs = [
  { id: 'done', limit: '64MiB', script: 'echo "I am $(id -un), pid $$, on $(uname -sr)."; ls -d /*' },
  { id: 'fails', limit: '64MiB', script: 'echo "This did not work." >&2; exit 7' },
  { id: 'greedy', limit: '32MiB', script: 'echo "Give me 200 MiB!"; head -c 200M /dev/zero | tail' },
] as const;

const told = ({ exitCode, signal, oomKilled, oomKills }: ExitStatus): string =>
  `exit code ${exitCode}, signal ${signal ?? 'none'}, killed for memory: ${oomKilled} (${oomKills} kills)`;

const directory = await mkdtemp(join(tmpdir(), 'three-ends-'));
await using runtime = await runc();
try {
  const host = await hostRootfs(join(directory, 'rootfs'));
  for (const { id, limit, script } of programs) {
    console.log(`\n$ sh -c '${script}'   (in runc, with at most ${limit} of memory)`);
    const bundle = join(directory, id);
    await writeBundle(bundle, pipe(baseSpec('runc'), host, args('sh', '-c', script), memoryLimit(limit)));
    const streams = { stdout: process.stdout, stderr: process.stderr };
    const status = await runtime.run(`three-ends-${process.pid}-${id}`, bundle, streams);
    console.log(`→ ${told(status)}`);
  }
} finally {
  await rm(directory, { recursive: true });
}
