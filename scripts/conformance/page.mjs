/**
 * The table as a page that is kept.
 * @param {string} table
 * @param {import('../lab/facts.mjs').Facts} facts
 */
export const pageOf = (table, { kernel, cgroup, versions }) => {
  const programs = Object.entries(versions).map(([program, version]) => `${program} ${version}`);
  return `# The kit over every driver

What \`npm run conformance -- --keep\` wrote: the tests of [\`@caisson/conformance\`](../packages/conformance/README.md) over each driver and way of waiting, over \`memory\` in the wrappers of \`@caisson/compose\`, and over the watchers and plug-ins. On Linux ${kernel}, cgroup ${cgroup}, Node ${process.versions.node}, ${programs.join(', ')}; runsc's release stands in its rows, and youki is 0.7.0.

*refused*: a capability is false, and the call is refused as it must be. *known*: a fault of the runtime's own that its driver lists; the test has to fail.

\`\`\`text
${table.trim()}
\`\`\`

In the rows of what is broken on purpose, each in one behaviour, *passed* is what was caught by just the tests that should: \`packages/conformance/test/broken/\` says which.
`;
};
