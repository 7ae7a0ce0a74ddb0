// The yardstick: the same framework, one insert a request, committed in groups with FULL sync. Nothing else: no key, no signature, no
// schema, no audit log. Prints its port; ends with SIGTERM.
//
//   node bench/hub/bare.mjs FILE
import { createRequire } from 'node:module';
import path from 'node:path';
import { setImmediate } from 'node:timers';
import { DatabaseSync } from 'node:sqlite';

const require = createRequire(path.resolve(import.meta.dirname, '../../hub/package.json'));
const Fastify = require('fastify');

const database = new DatabaseSync(process.argv[2]);
database.exec(
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, at_ms INTEGER, body BLOB)',
);
const insert = database.prepare('INSERT INTO rows (at_ms, body) VALUES (?, ?)');

let waiting = [];
let isScheduled = false;

/** Whoever has asked by the time the loop turns shares a commit. */
function commit() {
  isScheduled = false;
  const jobs = waiting;
  waiting = [];
  database.exec('BEGIN IMMEDIATE');
  for (const { body } of jobs) insert.run(Date.now(), body);
  database.exec('COMMIT');
  for (const { resolve } of jobs) resolve();
}

async function store(body) {
  await new Promise((resolve) => {
    waiting.push({ body, resolve });
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(commit);
  });
}

const app = Fastify({ logger: false });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.post('/insert', async (request, reply) => {
  await store(request.body);
  return reply.code(200).send();
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(app.server.address().port);
process.once('SIGTERM', () => process.exit(0));
