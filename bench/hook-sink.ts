/**
 * Takes webhooks as fast as they come and keeps none of them: how many, under how many ids, when the first and the last came.
 * At `/dead` it takes them and never answers.
 */
import { createServer } from 'node:http';

let taken = 0;
let firstAt = 0;
let lastAt = 0;
const ids = new Set<string>();

const server = createServer((request, response) => {
  if (request.method === 'POST') {
    if (request.url === '/dead') return void request.resume();
    request.resume().on('end', () => {
      taken += 1;
      ids.add(String(request.headers['webhook-id']));
      lastAt = performance.timeOrigin + performance.now();
      firstAt ||= lastAt;
      response.writeHead(204).end();
    });
    return;
  }
  if (request.url === '/reset') {
    taken = firstAt = lastAt = 0;
    ids.clear();
  }
  response.end(JSON.stringify({ taken, firstAt, lastAt, distinct: ids.size }));
});

process.on('SIGTERM', () => process.exit(0));
server.keepAliveTimeout = 0;
server.listen(Number(process.env.PORT), '127.0.0.1');
