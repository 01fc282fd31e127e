import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One answer. With neither `body` nor `pieces` not even a status is sent. */
export interface ScriptedAnswer {
  /** Only for a request whose path holds this; the others wait for one that is theirs. */
  path?: string;
  status?: number;
  headers?: Record<string, string>;
  /** Text is sent as it is, anything else as JSON. */
  body?: unknown;
  /** Sent one after the other in place of a body. */
  pieces?: readonly string[];
  /** Milliseconds before each piece and before the ending. */
  pace?: number;
  /** Nothing is sent before it resolves. */
  held?: Promise<unknown>;
  /** What follows the last byte; `end` by default. */
  ending?: 'end' | 'reset' | 'hang';
}

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** Parsed where it is JSON. Tests read bodies freely, as they do answers. */
  body: unknown;
  /** The same as it came. */
  bytes: Buffer;
  /** Settles when the connection or the answer is closed: whether it was before the answer was complete. */
  closed: Promise<'early' | 'complete'>;
}

/** A stream of server-sent events: objects as JSON, text as it is. */
export function eventStream(...events: readonly unknown[]): ScriptedAnswer & { pieces: string[] } {
  const pieces = events.map(
    (event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`,
  );
  return { headers: { 'content-type': 'text/event-stream' }, pieces };
}

/** An HTTP server that gives the answers of a list, one per request, and keeps what it was asked. */
export class ScriptedServer {
  readonly requests: SeenRequest[] = [];
  connections = 0;
  private readonly answers: ScriptedAnswer[] = [];

  private constructor(private readonly server: Server) {
    server.on('connection', () => (this.connections += 1));
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(): Promise<ScriptedServer> {
    const scripted = new ScriptedServer(createServer());
    scripted.server.listen(0, '127.0.0.1');
    await once(scripted.server, 'listening');
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Adds to the list. A request without an answer left gets 501. */
  will(...answers: readonly ScriptedAnswer[]): void {
    this.answers.push(...answers);
  }

  get last(): SeenRequest {
    const request = this.requests.at(-1);
    if (!request) throw new Error('Nothing was asked.');
    return request;
  }

  /** Forgets what was asked and what was left to answer. */
  clear(): void {
    this.requests.length = 0;
    this.answers.length = 0;
    this.connections = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const closed = once(response, 'close').then(() =>
      response.writableFinished ? ('complete' as const) : ('early' as const),
    );
    const pieces = await request.toArray().catch(() => null);
    // Whoever asked went away before all was said.
    if (pieces === null) return;
    const bytes = Buffer.concat(pieces as Buffer[]);
    const text = bytes.toString('utf8');
    this.requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: parsed(text),
      bytes,
      closed,
    });
    await play(this.next(request.url ?? '') ?? { status: 501, body: 'Nothing is scripted.' }, response);
  }

  private next(asked: string): ScriptedAnswer | undefined {
    const at = this.answers.findIndex(({ path }) => path === undefined || asked.includes(path));
    return at < 0 ? undefined : this.answers.splice(at, 1)[0];
  }
}

async function play(answer: ScriptedAnswer, response: ServerResponse): Promise<void> {
  const { status = 200, headers, body, pace = 0, ending = 'end' } = answer;
  await answer.held;
  const pieces = answer.pieces ?? (body === undefined ? [] : [asText(body)]);
  if (pieces.length > 0) response.writeHead(status, { 'content-type': 'application/json', ...headers });
  for (const piece of pieces) {
    if (pace > 0) await sleep(pace);
    if (response.destroyed) return;
    await new Promise((written) => response.write(piece, written));
  }
  if (pace > 0) await sleep(pace);
  if (ending === 'reset') response.socket?.resetAndDestroy();
  if (ending === 'end') response.end();
}

const asText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
