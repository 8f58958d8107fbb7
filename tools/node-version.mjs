// Old syntax on purpose: this file must still load in a Node.js that is too old for everything else.
var major = Number(process.versions.node.split('.')[0]);
if (!(major >= 20)) {
  console.error('Understudy needs Node.js 20 or later; this is ' + process.version + '.');
  process.exit(1);
}
