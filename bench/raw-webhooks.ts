/**
 * What `webhooks` is held against: a pool of undici in a process of its own that posts bodies of the same size to the same server,
 * as many at once. It signs nothing, checks no address and writes nothing down.
 */
import { Pool } from 'undici';

interface Order {
  port: number;
  count: number;
  body: string;
  lanes: number;
}

async function post({ port, count, body, lanes }: Order): Promise<void> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: lanes });
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++) {
      const headers = { 'content-type': 'application/json', 'webhook-id': String(at) };
      const answer = await pool.request({ path: '/', method: 'POST', headers, body });
      await answer.body.dump();
    }
  };
  const began = performance.now();
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: lanes }, lane));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  await pool.close();
  process.stdout.write(JSON.stringify({ seconds, cpuMicros: (user + system) / count }));
}

await post(JSON.parse(process.argv[2] ?? '{}') as Order);
