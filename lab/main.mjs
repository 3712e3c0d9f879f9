import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argumentsOf, usage } from './arguments.mjs';
import { boot } from './boot.mjs';
import { Unreachable } from './build/debian.mjs';
import { machineFiles } from './build/machine.mjs';
import { makePayload } from './build/payload.mjs';
import { remove } from './run.mjs';
import { hostPackages, unreachableStatus } from './versions.mjs';

const say = (what) => process.stderr.write(`lab: ${what}\n`);

const tools = ['debootstrap', 'mke2fs', 'qemu-system-x86_64', 'cpio', 'xz'];
const missing = () =>
  tools.filter((tool) => {
    for (const dir of [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin']) {
      try {
        accessSync(join(dir, tool), constants.X_OK);
        return false;
      } catch {}
    }
    return true;
  });

const environment = 'PATH=/caisson/node_modules/.bin:$PATH; export PATH CAISSON_LAB=1';

const main = async () => {
  const { help, build, before, results, timeoutMs, command } = argumentsOf(process.argv.slice(2));
  if (help || (!build && command === undefined)) {
    console.log(usage);
    return help ? 0 : 2;
  }
  if (process.getuid?.() !== 0) throw new Error('building the machine needs root');
  if (process.arch !== 'x64') throw new Error(`the machine is for x64, and this is ${process.arch}`);
  if (missing().length > 0) {
    throw new Error(`${missing().join(', ')} missing: apt-get install ${hostPackages.join(' ')}`);
  }
  const files = await machineFiles((step) => say(`building the machine, once: ${step}`));
  if (build) return 0;
  const work = mkdtempSync(join(tmpdir(), 'caisson-lab-'));
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => interrupted.abort(new Error(name)));
  try {
    const payload = join(work, 'payload.img');
    const inCopy = (what) => `cd /caisson; ${environment}\n${what}\n`;
    const warming = before === undefined ? undefined : inCopy(before);
    await makePayload(inCopy(command), work, payload, warming);
    return await boot({
      files,
      payload,
      work,
      results: resolve(results),
      timeoutMs,
      signal: interrupted.signal,
    });
  } finally {
    remove(work);
  }
};

main().then(
  (code) => process.exit(code),
  (error) => {
    say(error.message);
    process.exit(error instanceof Unreachable ? unreachableStatus : 1);
  },
);
