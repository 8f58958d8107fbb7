/** The command line of the gateway. Nothing that an old Node.js cannot read is loaded before its version is known. */
const leastMajor = 24;
const nodeTooOld = 6;

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < leastMajor) {
  process.stderr.write(`Node.js ${leastMajor} or later is needed; this is ${process.versions.node}\n`);
  process.exit(nodeTooOld);
}

const { run } = await import('./run.ts');
await run(process.argv.slice(2));
