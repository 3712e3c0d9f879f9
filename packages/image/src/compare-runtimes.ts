import type { ImageDifference, ImageManifest, Runtime } from '@caisson/core';

/** Images of one runtime are nothing to another, and gVisor's nothing to another release of it. */
export const compareRuntimes = (
  { runtime: made }: ImageManifest,
  { name, version }: Pick<Runtime, 'name' | 'version'>,
): readonly ImageDifference[] => {
  if (made.name !== name) {
    return [
      {
        what: 'runtime',
        severity: 'fatal',
        image: made.name,
        here: name,
        message: `it was made by ${made.name}, whose images ${name} cannot read; restore it with ${made.name}`,
      },
    ];
  }
  if (made.version === version || made.version === undefined || version === undefined) return [];
  const strict = name === 'runsc';
  return [
    {
      what: 'runtime.version',
      severity: strict ? 'fatal' : 'harmless',
      image: made.version,
      here: version,
      message: strict
        ? `gVisor restores images of its own release alone: install ${made.version}, this is ${version}`
        : `it was made by ${name} ${made.version}, this is ${version}`,
    },
  ];
};
