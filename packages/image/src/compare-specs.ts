import type { ImageDifference, ImageManifest, Severity, Spec } from '@caisson/core';
import { specDigests } from './spec-digests.ts';

/** What a difference of each part means: for a runtime that restores processes as they were, and for gVisor. */
const meaning: Readonly<Record<string, readonly [criu: Severity, gvisor: Severity, message: string]>> = {
  process: ['harmless', 'fatal', 'the processes come back as they were, whatever this spec says of them'],
  terminal: ['fatal', 'fatal', 'one of them has a terminal and the other has none'],
  mounts: ['fatal', 'fatal', 'the mounts, by destination and type, must be those that it was made with'],
  namespaces: ['fatal', 'fatal', 'the namespaces must be those that it was made with'],
  resources: ['harmless', 'harmless', 'the limits of this spec hold from the restore on'],
  seccomp: ['harmless', 'fatal', 'the filters come back as they were, whatever this spec says of them'],
};

export const compareSpecs = (image: ImageManifest, spec: Spec): readonly ImageDifference[] => {
  const here = specDigests(spec);
  return Object.entries(image.spec).flatMap(([part, digest]) => {
    const [criu, gvisor, message] = meaning[part] ?? ['harmless', 'harmless', 'it is another'];
    if (here[part] === digest) return [];
    const severity = image.runtime.name === 'runsc' ? gvisor : criu;
    return [{ what: `spec.${part}`, severity, image: digest, here: here[part], message }];
  });
};
