import type { VM, VMHWConfig, VMHypervisor, VMImage, VMIOMem, VMKernel } from '@caisson/core';
import { listOf, maybe, members, oneOf, type Shape } from './shape.ts';
import { text, texts, uint32, uint32s, uint64 } from './values.ts';

const hwConfig: Shape<VMHWConfig> = members<VMHWConfig>({
  deviceTree: maybe(text),
  vcpus: maybe(uint32),
  memory: maybe(uint64),
  dtdevs: maybe(texts),
  iomems: maybe(listOf(members<VMIOMem>({ firstGFN: maybe(uint64), firstMFN: uint64, nrMFNs: uint64 }))),
  irqs: maybe(uint32s),
});

export const vm: Shape<VM> = members<VM>({
  hypervisor: maybe(members<VMHypervisor>({ path: text, parameters: maybe(texts) })),
  kernel: members<VMKernel>({ path: text, parameters: maybe(texts), initrd: maybe(text) }),
  image: maybe(members<VMImage>({ path: text, format: oneOf('raw', 'qcow2', 'vdi', 'vmdk', 'vhd') })),
  hwConfig: maybe(hwConfig),
});
