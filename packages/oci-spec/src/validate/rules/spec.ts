import { shown } from '../problem.ts';
import { one, type Rule } from '../rule.ts';

/** https://semver.org/#is-there-a-suggested-regular-expression-regex-to-check-a-semver-string */
const semver =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-((0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(\+([0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*))?$/;

const nul = (text: string): boolean => text.includes('\0');

export const specRules: readonly Rule[] = [
  one(
    'ociVersion',
    ({ ociVersion }) => ociVersion,
    (version) =>
      semver.test(version)
        ? undefined
        : { wrong: `it is ${shown(version)}`, right: "a version such as '1.2.0'" },
  ),
  one(
    'root.path',
    ({ root }) => root?.path,
    (path) =>
      path === '' || nul(path) ? { wrong: `it is ${shown(path)}`, right: 'a directory' } : undefined,
  ),
  {
    reads: ['root', 'vm'],
    check: ({ root, linux }) =>
      root === undefined && linux !== undefined
        ? [{ path: 'root', wrong: 'it is missing', right: "the root filesystem, such as { path: 'rootfs' }" }]
        : [],
  },
  {
    reads: ['annotations'],
    check: ({ annotations = {} }) =>
      '' in annotations
        ? [{ path: 'annotations[""]', wrong: 'its key is empty', right: 'a key with a name' }]
        : [],
  },
  one(
    'hostname',
    ({ hostname }) => hostname,
    (hostname, { linux }) => {
      if (Buffer.byteLength(hostname) > 64)
        return { wrong: 'it is longer than 64 bytes', right: 'a shorter name' };
      if (hostname === '' || linux === undefined || linux.namespaces?.some(({ type }) => type === 'uts'))
        return undefined;
      return {
        wrong: "there is no 'uts' namespace to set it in",
        right: "linux.namespaces with { type: 'uts' }",
      };
    },
    ['linux.namespaces'],
  ),
  one(
    'domainname',
    ({ domainname }) => domainname,
    (domainname, { linux }) =>
      domainname === '' || linux === undefined || linux.namespaces?.some(({ type }) => type === 'uts')
        ? undefined
        : {
            wrong: "there is no 'uts' namespace to set it in",
            right: "linux.namespaces with { type: 'uts' }",
          },
    ['linux.namespaces'],
  ),
];
