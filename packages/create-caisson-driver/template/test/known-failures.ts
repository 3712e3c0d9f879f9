/**
 * Tests of the kit that this runtime fails by its own fault, each with the reason: a link to its issue, at best. A
 * test that passes in spite of it fails, so that the list stays true.
 */
export const knownFailures: Readonly<Record<string, string>> = {};
