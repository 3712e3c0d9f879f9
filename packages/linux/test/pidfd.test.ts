import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { loadLinux } from '../src/index.ts';
import { openDescriptors } from './fixtures/descriptors.ts';

const linux = await loadLinux();
const before = openDescriptors();
afterAll(() => expect(openDescriptors()).toEqual(before));

// No kernel gives out a pid above 2^22.
const nobody = 2 ** 22 + 1;

describe('pidfdOpen', () => {
  it('gives a descriptor that is ready once the process is dead', async () => {
    const child = spawn('sleep', ['600']);
    const pidfd = linux.pidfdOpen(child.pid ?? 0);
    const order: string[] = [];
    const ready = new Promise<void>((resolve) => {
      linux.watch(pidfd, 'in', () => {
        order.push('ready');
        linux.close(pidfd);
        resolve();
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    order.push('killed');
    linux.pidfdSendSignal(pidfd, constants.signals.SIGKILL);
    await Promise.all([ready, once(child, 'exit')]);
    expect(order).toEqual(['killed', 'ready']);
    expect(child.signalCode).toBe('SIGKILL');
  });

  it('says ESRCH where there is no such process, and EINVAL of what is no pid', () => {
    expect(() => linux.pidfdOpen(nobody)).toThrow(
      expect.objectContaining({ code: 'ESRCH', errno: -constants.errno.ESRCH, syscall: 'pidfd_open' }),
    );
    expect(() => linux.pidfdOpen(0)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });

  it('refuses what is no integer, before the kernel is asked', () => {
    for (const pid of [1.5, Number.NaN, 2 ** 31, '1' as never, undefined as never]) {
      expect(() => linux.pidfdOpen(pid)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }));
    }
  });
});

describe('pidfdSendSignal', () => {
  it('says ESRCH where the process is dead and reaped, even if its pid has been given out again', async () => {
    const child = spawn('sleep', ['600']);
    const pidfd = linux.pidfdOpen(child.pid ?? 0);
    linux.pidfdSendSignal(pidfd, 0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(() => linux.pidfdSendSignal(pidfd, 0)).toThrow(
      expect.objectContaining({ code: 'ESRCH', syscall: 'pidfd_send_signal' }),
    );
    linux.close(pidfd);
  });

  it('says EBADF of what is no pidfd, and EINVAL of what is no signal', () => {
    expect(() => linux.pidfdSendSignal(-1, 0)).toThrow(expect.objectContaining({ code: 'EBADF' }));
    const pidfd = linux.pidfdOpen(process.pid);
    expect(() => linux.pidfdSendSignal(pidfd, 1000)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    linux.close(pidfd);
  });
});
