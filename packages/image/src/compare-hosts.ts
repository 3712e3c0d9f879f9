import type { ImageDifference, ImageManifest } from '@caisson/core';
import type { Host } from './host.ts';

/** The state that CRIU saves with the registers: it refuses a processor without them (criu/arch/x86/cpu.c). */
const states = /^(xsave|avx|avx512f|mpx|pku|amx_tile|sve|sve2|sme)$/;
/** Instructions: a program that chose them at its start fails without. */
const instructions =
  /^(sse|ssse|avx|amx|fma|bmi|aes|vaes|pclmul|vpclmul|sha|gfni|adx|popcnt|abm|movbe|f16c|rdrand|rdseed|rdpid|cx16|lahf|atomics|asimd|crc32|sve|dot|erms|fsrm|xsave|clflushopt|clwb|movdir)/;

export const compareHosts = (image: ImageManifest, here: Host): readonly ImageDifference[] => {
  if (image.architecture !== here.architecture) {
    const [made, this_] = [image.architecture, here.architecture];
    const message = `it holds the state of an ${made} processor, and this is ${this_}; restore it on ${made}`;
    return [{ what: 'architecture', severity: 'fatal', image: made, here: this_, message }];
  }
  return [...compareCpus(image, here), ...compareKernels(image.kernel, here.kernel)];
};

const compareCpus = ({ cpu, runtime }: ImageManifest, { cpu: own }: Host): readonly ImageDifference[] => {
  const missing = cpu.features.filter((feature) => !own.features.includes(feature));
  const differences: ImageDifference[] = [];
  const tell = (severity: ImageDifference['severity'], features: readonly string[], why: string): void => {
    if (features.length === 0) return;
    const message = `this processor lacks ${features.join(', ')}: ${why}`;
    differences.push({ what: 'cpu', severity, image: cpu.model, here: own.model, message });
  };
  if (runtime.name === 'runsc') {
    tell('fatal', missing.filter(used), 'gVisor restores where every feature of the image is there alone');
  } else {
    tell(
      'fatal',
      missing.filter((feature) => states.test(feature)),
      'its registers cannot be restored',
    );
    tell(
      'risky',
      missing.filter((feature) => instructions.test(feature) && !states.test(feature)),
      'a program that has chosen such instructions will be killed (SIGILL)',
    );
  }
  tell(
    'harmless',
    missing.filter((feature) => !used(feature)),
    'no program can use them',
  );
  return differences;
};

const used = (feature: string): boolean => states.test(feature) || instructions.test(feature);

const compareKernels = (made: string, here: string): readonly ImageDifference[] => {
  if (made === here) return [];
  const [was, is] = [made, here].map(releaseOf) as [readonly [number, number], readonly [number, number]];
  const older = is[0] < was[0] || (is[0] === was[0] && is[1] < was[1]);
  const message = older
    ? `it was made on Linux ${made}, and ${here} may lack what its programs or its restore use`
    : `it was made on Linux ${made}, this is ${here}`;
  return [{ what: 'kernel', severity: older ? 'risky' : 'harmless', image: made, here, message }];
};

const releaseOf = (release: string): readonly [number, number] => {
  const [major = 0, minor = 0] = release.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor];
};
