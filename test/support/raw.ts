import { connect, type Socket } from 'node:net';

/** Sends the exact bytes on a socket of its own; answers the status, the headers as text, and the body. */
export async function rawRequest(
  url: string,
  {
    method = 'GET',
    path,
    headers = [],
    body = '',
  }: { method?: string; path: string; headers?: string[]; body?: string | Buffer },
): Promise<{ status: number; head: string; body: string }> {
  const bytes = Buffer.from(body);
  const length = bytes.length > 0 ? [`Content-Length: ${bytes.length}`] : [];
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    ...length,
    ...headers,
    '',
    '',
  ];
  const socket = openSocket(url);
  socket.write(Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), bytes]));
  const answer = await everything(socket);
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1] ?? 0), head, body: rest.join('\r\n\r\n') };
}

export function openSocket(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname);
}

/** All that arrives until the other side closes. */
export async function everything(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}
