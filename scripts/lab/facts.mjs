import { execFileSync } from 'node:child_process';
import { release } from 'node:os';
import { find } from '../setup/host.mjs';
import { versionIn } from '../setup/versions.mjs';
import { lacksOf } from '../test/lacks.mjs';

/**
 * What tests were run on.
 * @typedef {object} Facts
 * @property {string} kernel
 * @property {string} cgroup `v1`, `v2`, or `v1 beside v2`, where both are mounted
 * @property {Readonly<Record<string, string>>} versions of the programs that are there
 * @property {readonly string[]} lacks see `lacksOf`
 */

const programs = ['runc', 'crun', 'runsc', 'criu'];

/** Debian's older runsc says its date where others have a version. */
const dated = /runsc version (\S+)/;

const versionOf = (program) => {
  const path = find(program);
  if (path === undefined) return undefined;
  const words = execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 60_000 });
  return dated.exec(words)?.[1] ?? versionIn(words);
};

/** @param {readonly string[]} lacks */
const cgroupOf = (lacks) => {
  if (!lacks.includes('pure cgroup v2')) return 'v2';
  return lacks.includes('cgroup v2') ? 'v1' : 'v1 beside v2';
};

/** @returns {Facts} */
export const factsHere = () => {
  const lacks = lacksOf();
  const versions = programs.flatMap((program) => {
    const version = versionOf(program);
    return version === undefined ? [] : [[program, version]];
  });
  return { kernel: release(), cgroup: cgroupOf(lacks), versions: Object.fromEntries(versions), lacks };
};
