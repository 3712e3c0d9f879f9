import { refused } from './refuse.ts';

const names: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64', arm: 'arm', ia32: '386' };

/** This process's architecture, as images name it. */
export const hostArchitecture = (): string => names[process.arch] ?? process.arch;

/** @throws `ERR_INVALID_SPEC` where an image would not run here. */
export const checkArchitecture = (
  where: string,
  image: { architecture: string; os: string },
  wanted: string,
): void => {
  if (image.os !== 'linux') throw refused(where, `the image is for ${image.os}, not linux`);
  if (image.architecture !== wanted) {
    throw refused(where, `the image is for ${image.architecture}, and ${wanted} is wanted`);
  }
};
