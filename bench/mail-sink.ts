/**
 * Takes mail as fast as it comes and keeps none of it: how many, to how many addresses, when the last one came, and the latest
 * as it arrived. SMTP at SMTP_PORT, asked about over HTTP at PORT.
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';

const END = Buffer.from('\r\n.\r\n');

let taken = 0;
let bytes = 0;
let lastAt = 0;
let latest: Buffer = Buffer.alloc(0);
const addresses = new Set<string>();

/** One connection: lines until DATA, then bytes until the final dot. */
function serve(socket: Socket): void {
  let ahead: Buffer = Buffer.alloc(0);
  let inData = false;
  let to = '';
  const say = (text: string): void => void socket.write(`${text}\r\n`);
  const message = (end: number): void => {
    latest = ahead.subarray(0, end + 2);
    bytes += latest.length;
    taken += 1;
    addresses.add(to);
    lastAt = performance.timeOrigin + performance.now();
    inData = false;
    ahead = ahead.subarray(end + END.length);
    say('250 taken');
  };
  const line = (text: string): void => {
    const command = text.slice(0, 4).toUpperCase();
    if (command === 'RCPT') to = text.slice(text.indexOf('<') + 1, text.indexOf('>'));
    if (command === 'DATA') inData = true;
    if (command === 'QUIT') socket.end('221 bye\r\n');
    else say(command === 'DATA' ? '354 go on' : command === 'EHLO' ? '250 sink' : '250 ok');
  };
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    ahead = ahead.length === 0 ? chunk : Buffer.concat([ahead, chunk]);
    for (;;) {
      const end = ahead.indexOf(inData ? END : '\r\n');
      if (end < 0) return;
      if (inData) message(end);
      else {
        const text = ahead.toString('latin1', 0, end);
        ahead = ahead.subarray(end + 2);
        line(text);
      }
    }
  });
  say('220 sink');
}

const smtp = createServer(serve);
const http = createHttpServer((request, response) => {
  if (request.url === '/reset') {
    taken = bytes = lastAt = 0;
    addresses.clear();
  }
  const text =
    request.url === '/latest' ? latest : JSON.stringify({ taken, bytes, lastAt, distinct: addresses.size });
  response.end(text);
});
process.on('SIGTERM', () => process.exit(0));
smtp.listen(Number(process.env.SMTP_PORT), '127.0.0.1', () =>
  http.listen(Number(process.env.PORT), '127.0.0.1'),
);
