// Runs the benchmarks: side by side in one run, results in bench/RESULTS.md. Arguments go to them: npm run bench -- --quick
await import('../bench/run.mjs');
