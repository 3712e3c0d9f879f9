import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A fake runc: a shell script that says it is runc 1.1.5, and does as it is told for everything else. `$verb` is
 * the verb, `$real` the real runc.
 */
export const fakeBinary = (dir: string, name: string, script: string): string => {
  const path = join(dir, name);
  const text = `#!/bin/sh
case "$*" in
  --version) echo 'runc version 1.1.5'; exit 0 ;;
  *--help*) echo 'OPTIONS: --keep --detach'; exit 0 ;;
esac
real=$(command -v runc)
for word in "$@"; do
  case "$word" in
    run | create | start | exec | kill | delete | state | list) verb=$word; break ;;
  esac
done
${script}
`;
  writeFileSync(path, text, { mode: 0o755 });
  return path;
};
