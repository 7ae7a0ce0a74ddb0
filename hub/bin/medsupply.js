#!/usr/bin/env node
'use strict';

const NEEDED_MAJOR = 24;
if (Number(process.versions.node.split('.')[0]) < NEEDED_MAJOR) {
  // Older versions round the 64-bit ids of web shops while reading JSON.
  process.stderr.write(`medsupply needs Node ${NEEDED_MAJOR} or newer; this is Node ${process.version}.\n`);
  process.exit(2);
}

try {
  require.resolve('../dist/cli.js');
} catch {
  process.stderr.write('medsupply is not built yet. In a clone of the repository run "npm run build" first.\n');
  process.exit(2);
}
require('../dist/cli.js');
