import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Books } from './books.ts';
import { faultOf } from './rough-sink.ts';

const LIMITED = 0.03;
const ANSWER_AFTER_MS = 5;

interface Mail {
  readonly id: string;
  readonly to: string;
}

/** What is known of an Idempotency-Key. */
interface Keyed {
  readonly body: string;
  /** As the provider names the mail; none while the first request is under way. */
  providerId?: string;
  /** The acceptance was told: nobody has a reason to ask again. */
  told?: boolean;
}

/**
 * A provider that takes mail over HTTP as Resend does: what comes again under a key that it knows is answered as the first time and not
 * taken again. It limits (429) and is away (503) with `Retry-After`, fails (500) before it has taken a mail, and drops the line after.
 */
export class RoughProvider {
  /** How often each fault was played. */
  readonly played = new Map<string, number>();
  /** Keys under which was asked again though the acceptance had been told, or something else was asked. */
  readonly askedAgain: string[] = [];
  readonly changed: string[] = [];
  /** Requests whose key is not the id of their message. */
  readonly misnamed: string[] = [];
  private readonly keys = new Map<string, Keyed>();
  private readonly met = new Set<string>();
  private readonly seed: number;
  private readonly random: () => number;
  private readonly books: Books;
  private readonly server: Server;

  constructor(seed: number, random: () => number, books: Books) {
    this.seed = seed;
    this.random = random;
    this.books = books;
    this.server = createServer((request, response) => void this.receive(request, response));
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The sender went away in the middle of the request: nothing was taken.
      return;
    }
    const body = Buffer.concat(chunks).toString('utf8');
    const key = String(request.headers['idempotency-key']);
    const mail = mailIn(body);
    if (mail.id !== key) this.misnamed.push(`${key} for ${mail.id}`);
    await this.answer(key, mail, { body, response });
  }

  private async answer(
    key: string,
    mail: Mail,
    { body, response }: { body: string; response: ServerResponse },
  ): Promise<void> {
    const known = this.keys.get(key);
    if (known) return this.again(key, known, { body, response });
    const fault = this.faultOf(mail.to);
    if (fault !== 'none') this.played.set(fault, (this.played.get(fault) ?? 0) + 1);
    if (fault === 'limited') return refuse(response, 429, 1);
    if (fault === 'away') return refuse(response, 503, 2);
    if (fault === 'refused') return refuse(response, 422);
    if (fault === 'broken') return refuse(response, 500);
    const keyed: Keyed = { body: hash(body) };
    this.keys.set(key, keyed);
    await sleep(ANSWER_AFTER_MS);
    keyed.providerId = randomUUID();
    this.books.note(mail.id, 'api', mail.to);
    if (fault === 'dropped') response.socket?.destroy();
    else tell(response, keyed);
  }

  private again(
    key: string,
    known: Keyed,
    { body, response }: { body: string; response: ServerResponse },
  ): void {
    if (known.told) this.askedAgain.push(key);
    if (known.body !== hash(body)) this.changed.push(key);
    if (known.providerId === undefined || known.body !== hash(body)) return refuse(response, 409);
    this.played.set('repeated', (this.played.get('repeated') ?? 0) + 1);
    tell(response, known);
  }

  /** The same recipients as at the mail server are refused for good, refused once, or kept in doubt once; and anybody may be one too many. */
  private faultOf(address: string): 'none' | 'limited' | 'away' | 'refused' | 'broken' | 'dropped' {
    if (this.random() < LIMITED) return 'limited';
    const fault = faultOf(this.seed, address);
    if (fault === 'bounce' || fault === 'spam') return 'refused';
    if (this.met.has(address)) return 'none';
    this.met.add(address);
    const once = { defer: 'limited', busy: 'away', drop: 'dropped', cut: 'broken', none: 'none' } as const;
    return once[fault];
  }
}

function mailIn(body: string): Mail {
  const { to, tags } = JSON.parse(body) as { to: string[]; tags: { name: string; value: string }[] };
  const id = tags.find(({ name }) => name === 'message_id')?.value ?? 'none';
  return { id, to: to[0] ?? '' };
}

function tell(response: ServerResponse, keyed: Keyed): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ id: keyed.providerId }));
  keyed.told = true;
}

function refuse(response: ServerResponse, status: number, retryAfter?: number): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify({ statusCode: status, name: 'error', message: `The fake says ${status}` }));
}

function hash(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
