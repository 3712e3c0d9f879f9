import { afterAll, describe, expect, it } from 'vitest';
import { loadLinux } from '../src/index.ts';
import { unfit } from '../src/refusal.ts';
import { leftBehind, run } from './fixtures/run.ts';

afterAll(() => expect(leftBehind()).toEqual([]));

const refusal = (reason: string, cause?: string): unknown => ({
  known: true,
  reason: expect.stringContaining(reason),
  same: true,
  ...(cause === undefined ? {} : { cause }),
});

it('loads once, on the main thread', async () => {
  expect(loadLinux()).toBe(loadLinux());
  expect(await run('refused')).toEqual({ loaded: true });
});

describe('refuses with ERR_NOT_SUPPORTED and the reason', () => {
  it('off Linux (the platform is given)', () => {
    expect(unfit({ platform: 'darwin', isMainThread: true })).toBe('this is darwin, not Linux');
  });

  it('in a Worker', async () => {
    expect(await run('in-worker')).toEqual(refusal('this is a Worker'));
  });

  it('where koffi is not installed', async () => {
    const nodeOptions = ['--import', new URL('./fixtures/without-koffi.ts', import.meta.url).href];
    expect(await run('refused', { nodeOptions })).toEqual(
      refusal('is not installed', 'ERR_MODULE_NOT_FOUND'),
    );
  });

  it('where koffi does not load, as under the permission model', async () => {
    const nodeOptions = ['--permission', '--allow-fs-read=*'];
    expect(await run('refused', { nodeOptions })).toEqual(
      refusal('koffi does not load', 'ERR_DLOPEN_DISABLED'),
    );
  });

  const faults: readonly (readonly [
    what: string,
    fault: string,
    reason: string,
    cause: string | undefined,
  ])[] = [
    ['the program lacks a symbol', 'uv_poll_init', "'uv_poll_init'", undefined],
    ['the kernel has no pidfd_open', 'syscall 38', 'ENOSYS: function not implemented, pidfd_open', 'ENOSYS'],
    ['a filter refuses pidfd_open', 'syscall 1', 'EPERM: operation not permitted, pidfd_open', 'EPERM'],
    ['waitid knows no pidfd', 'waitid 22', 'EINVAL: invalid argument, waitid', 'EINVAL'],
  ];
  it.each(faults)('where %s (by a fake koffi)', async (_, fault, reason, cause) => {
    const nodeOptions = ['--import', new URL('./fixtures/with-fake-koffi.ts', import.meta.url).href];
    expect(await run('refused', { nodeOptions, env: { FAULT: fault } })).toEqual(refusal(reason, cause));
  });
});
