import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { machine } from './versions.mjs';

/**
 * Boots the machine once over its own copy of everything, and ends with it.
 * @returns the command's exit status; `undefined` where the machine ended without telling one
 */
export const boot = async ({ files, payload, work, results, timeoutMs, signal }) => {
  const out = join(work, 'results.img');
  writeFileSync(out, '');
  truncateSync(out, machine.resultsMib << 20);
  const disk = (file, snapshot) => ['-drive', `file=${file},format=raw,if=virtio,snapshot=${snapshot}`];
  const args = [
    // Under KVM a guest of this machine's own may crash, and no timing taken here means anything anyhow;
    // emulation in several threads has panicked the guest.
    ...['-accel', 'tcg,thread=single', '-smp', '1', '-cpu', 'max', '-m', String(machine.memoryMib)],
    ...['-nodefaults', '-display', 'none', '-no-reboot', '-monitor', 'none'],
    ...['-serial', `file:${join(work, 'console')}`],
    ...[
      '-device',
      'virtio-serial-pci',
      '-chardev',
      'stdio,id=out,signal=off',
      '-device',
      'virtconsole,chardev=out',
    ],
    ...disk(files.root, 'on'),
    ...disk(payload, 'on'),
    ...disk(out, 'off'),
    ...['-kernel', files.kernel, '-initrd', files.initrd],
    ...[
      '-append',
      'console=ttyS0 loglevel=4 panic=-1 cgroup_no_v1=all psi=1 systemd.unified_cgroup_hierarchy=1',
    ],
  ];
  signal?.throwIfAborted();
  // In this program's own process group, so that it cannot outlive one that is killed with its group.
  const child = spawn('qemu-system-x86_64', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  let late = false;
  const stop = () => child.kill('SIGKILL');
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, timeoutMs);
  signal?.addEventListener('abort', stop, { once: true });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  clearTimeout(timer);
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (late) throw new Error(`the machine was ended after ${timeoutMs / 1000} s`);
  mkdirSync(results, { recursive: true });
  // What is behind the archive on its disk is zeros, which end it.
  await run('tar', ['-xf', out, '-C', results]).catch(() => {});
  try {
    return Number(readFileSync(join(results, '.exit'), 'utf8'));
  } catch {
    const said = readFileSync(join(work, 'console'), 'utf8').split('\n').slice(-30).join('\n');
    throw new Error(`the machine ended (qemu: ${code}) without a result; its console said last:\n${said}`);
  }
};
