/**
 * A process tree: two that count through a pipe, and three sleepers in groups and sessions of their own, until a line is
 * read, which it prints. CRIU cannot stop a shell that waits in vfork, so it forks.
 */
export const family = [
  '(while :; do (sleep 0.02); echo word; done) | (n=0; while read word; do n=$((n + 1)); echo $n; done) &',
  'setsid sleep 10001 & sh -c "sleep 10002 & sleep 10003" & read stop; echo $stop; kill -9 -1; exit 6',
].join('\n');
