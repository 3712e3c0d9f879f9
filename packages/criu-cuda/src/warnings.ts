import { floors, majorOf } from './driver-floor.ts';
import type { CudaWarning } from './options.ts';

const readme = 'NVIDIA/cuda-checkpoint:README.md';

/** What is known to go wrong and shows in what a process holds. */
export const warningsOf = (parts: {
  readonly driver: string;
  readonly mig: boolean;
  /** What each process maps and has open. */
  readonly holds: readonly string[];
}): readonly CudaWarning[] => {
  const { driver, mig, holds } = parts;
  const warnings: CudaWarning[] = [];
  const warn = (what: string, source: string, message: string): void =>
    void warnings.push({ what, message, source });
  if (majorOf(driver) < floors.steps) {
    warn(
      'driver',
      readme,
      `driver ${driver} tells no states: a step that fails half-way cannot be told from one that did not begin`,
    );
  }
  if (majorOf(driver) < floors.api) {
    warn(
      'driver',
      readme,
      `driver ${driver} waits for a process's work without a limit: only this plug-in's own bounds it`,
    );
  }
  if (mig) {
    warn(
      'mig',
      'NVIDIA/cuda-checkpoint#42',
      'a device is partitioned (MIG), which checkpoints of CUDA do not support: they may run out of memory',
    );
  }
  if (holds.some((text) => text.includes('/dev/nvidia-uvm'))) {
    warn(
      'uvm',
      readme,
      'a process has unified memory open (nvidia-uvm): drivers before 570 refuse what is managed by it',
    );
  }
  if (holds.length > 1) {
    warn(
      'processes',
      'NVIDIA/nvcf#1183',
      'several processes use CUDA: one that waits for another on the device (NCCL) can hold up a lock until its time is over',
    );
  }
  if (holds.some((text) => /cuda\.shm|nvidia-caps-imex|\/dev\/shm\/(nccl|cuda)/.test(text))) {
    warn(
      'ipc',
      readme,
      'a process shares memory of a device with another (IPC), which a checkpoint does not hold',
    );
  }
  return warnings;
};
