/** What the kit is run over: test files, in an order that has the quick ones first. */
export const files = [
  'packages/memory/test/conformance.test.ts',
  'packages/compose/test/conformance.test.ts',
  'packages/criu-cuda/test/conformance.test.ts',
  'packages/oom-cgroup/test/conformance.test.ts',
  'packages/oom-gvisor/test/conformance.test.ts',
  'packages/crun/test/conformance.test.ts',
  'packages/runc/test/conformance.test.ts',
  'packages/runsc/test/conformance',
];

/** What must be in the table, by how its rows begin, and what a host may lack of what it needs. */
const wanted = [
  { row: 'memory', needs: [] },
  { row: 'memory, with', needs: [] },
  { row: 'plug-in criu-cuda', needs: [] },
  { row: 'watcher oom-cgroup', needs: ['Linux', 'root'] },
  { row: 'watcher oom-gvisor', needs: ['Linux', 'root', 'runsc'] },
  { row: 'crun, foreground', needs: ['Linux', 'root', 'crun'] },
  { row: 'crun, native', needs: ['Linux', 'root', 'crun'] },
  { row: 'runc, foreground', needs: ['Linux', 'root', 'runc'] },
  { row: 'runc, native', needs: ['Linux', 'root', 'runc'] },
  { row: 'runsc', needs: ['Linux', 'root', 'runsc'] },
  { row: 'youki', needs: [] },
  { row: 'broken runtimes', needs: [] },
  { row: 'broken OOM watchers', needs: [] },
  { row: 'broken checkpoint plug-ins', needs: [] },
];

/**
 * What is not in the table and should be: with the reason where this host lacks what it needs, which is no failure.
 * @param {readonly { runtime: string, outcome: string, why?: string }[]} outcomes
 * @param {readonly string[]} lacks what this host lacks
 * @returns {readonly { row: string, lacks?: string | undefined }[]}
 */
export const absent = (outcomes, lacks) =>
  wanted
    .filter(
      ({ row }) =>
        !outcomes.some(
          ({ runtime, outcome, why }) =>
            runtime.startsWith(row) && (outcome !== 'skipped' || why?.startsWith('needs ')),
        ),
    )
    .map(({ row, needs }) => ({ row, lacks: needs.find((need) => lacks.includes(need)) }));
