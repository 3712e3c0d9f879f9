#!/usr/bin/env node
// Nothing is imported before the version is known: an older Node would stop at the first thing that it lacks.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(`caisson: this is Node ${process.versions.node}; install Node 22.22 or later\n`);
  process.exit(125);
}
const { main } = await import('./main.ts');
// Not process.exit(): a verb of the runtime that is under way still has a file to clear away.
process.exitCode = await main(process.argv.slice(2));
