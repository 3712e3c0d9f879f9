import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { boot } from './boot.mjs';
import { machineFiles } from './build/machine.mjs';
import { makePayload } from './build/payload.mjs';
import { remove } from './run.mjs';
import { hostPackages } from './versions.mjs';

const usage = `lab: runs a command of this repository on a pure cgroup v2 kernel with the newest runtimes

  npm run lab -- COMMAND       e.g. npm run lab -- 'runc --version; cat /sys/fs/cgroup/cgroup.controllers'
  --results DIR                where what the command leaves in /results goes (default: .cache/lab-results)
  --timeout SECONDS            ends the machine (default: 1800)
  --build                      builds the machine and runs nothing

The repository lies in /caisson as it is now, its Node first in PATH. The machine forgets all else.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    results: { type: 'string', default: '.cache/lab-results' },
    timeout: { type: 'string', default: '1800' },
    build: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

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

const main = async () => {
  if (values.help || (!values.build && positionals.length === 0)) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  if (process.getuid?.() !== 0) throw new Error('building the machine needs root');
  if (process.arch !== 'x64') throw new Error(`the machine is for x64, and this is ${process.arch}`);
  if (missing().length > 0) {
    throw new Error(`${missing().join(', ')} missing: apt-get install ${hostPackages.join(' ')}`);
  }
  const files = await machineFiles((step) => say(`building the machine, once: ${step}`));
  if (values.build) return 0;
  const work = mkdtempSync(join(tmpdir(), 'caisson-lab-'));
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => interrupted.abort(new Error(name)));
  try {
    const payload = join(work, 'payload.img');
    const path = 'PATH=/caisson/node_modules/.bin:$PATH; export PATH CAISSON_LAB=1';
    await makePayload(`${path}\n${positionals.join(' ')}\n`, work, payload);
    const timeoutMs = Number(values.timeout) * 1000;
    return await boot({
      files,
      payload,
      work,
      results: resolve(values.results),
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
    process.exit(1);
  },
);
