// Imported first by what a person starts: everything after it needs Node 20.
const major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  console.error(
    `Node ${process.versions.node} is too old: Node 20 or later is needed to set up (the rest comes with it).`,
  );
  process.exit(1);
}
