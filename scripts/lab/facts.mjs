import { execFileSync } from 'node:child_process';
import { release } from 'node:os';
import { lacksOf } from '../test/lacks.mjs';

const firstLine = (program) => {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n')[0];
  } catch {
    return `${program}: none`;
  }
};

/** Printed in the lab, for its host: what the machine is, and what it lacks. */
console.log(
  JSON.stringify({
    kernel: release(),
    runtimes: ['runc', 'crun', 'criu'].map(firstLine),
    lacks: lacksOf(),
  }),
);
