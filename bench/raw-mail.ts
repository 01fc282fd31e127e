/**
 * What `mail` is held against: a pool of nodemailer in a process of its own that composes and sends the same mail to as many
 * addresses. No database, no template, no record of what was sent.
 */
import { createTransport } from 'nodemailer';

interface Order {
  port: number;
  count: number;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
}

const CONNECTIONS = 10;
/** Mails that wait in the pool, so that it never runs dry. */
const WAITING = 100;

async function send({ port, count, ...mail }: Order): Promise<void> {
  const pool = createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
  });
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++)
      await pool.sendMail({ from: 'Bench <bench@example.com>', to: `lead${at}@company.example`, ...mail });
  };
  const began = performance.now();
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: WAITING }, lane));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  pool.close();
  process.stdout.write(JSON.stringify({ seconds, cpuMicros: (user + system) / count }));
}

await send(JSON.parse(process.argv[2] ?? '{}') as Order);
