/**
 * Tests of the kit that this runtime fails by its own fault, each with the reason: a link to its issue, at best. A
 * test that passes in spite of it fails, so that the list stays true.
 */
export const knownFailures: Readonly<Record<string, string>> = {
  'streams: absent output is discarded, and holds nobody up':
    'youki 0.7.0 reopens /dev/null for reading alone and puts it in the place of standard output: libcontainer 0.7.0, src/process/init/process.rs, reopen_dev_null; see youki-dev/youki#629',
};
