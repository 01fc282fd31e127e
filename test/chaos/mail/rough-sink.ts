import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Books } from './books.ts';

/**
 * What the server does to a recipient: refused for good at RCPT or after DATA, refused once at either, taken and never told, or
 * cut off within the message.
 */
export type Fault = 'none' | 'bounce' | 'defer' | 'busy' | 'spam' | 'drop' | 'cut';

const PERMILLE: readonly (readonly [fault: Fault, upTo: number])[] = [
  ['bounce', 10],
  ['defer', 20],
  ['busy', 30],
  ['spam', 35],
  ['drop', 40],
  ['cut', 45],
];
const SLOW_GREETINGS = 0.05;
const SLOW_GREETING_MS = 3_000;
const CLOSED_DOORS = 0.02;
const MESSAGE_ID = /^Message-ID:\s*<([^@>]+)@/im;

/** The same seed gives the same recipient the same fault. */
export function faultOf(seed: number, address: string): Fault {
  const permille = createHash('sha256').update(`${seed} ${address}`).digest().readUInt32BE() % 1_000;
  return PERMILLE.find(([, upTo]) => permille < upTo)?.[0] ?? 'none';
}

/** A receiving mail server that writes down what it has taken, by the id of the message, and misbehaves in every way it can. */
export class RoughSink {
  private readonly met = new Set<string>();
  private readonly sockets = new Map<number, Socket>();
  private readonly seed: number;
  private readonly books: Books;
  private readonly server: SMTPServer;

  constructor(seed: number, random: () => number, books: Books) {
    this.seed = seed;
    this.books = books;
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onConnect: (_session, greet) => {
        const answer = random() < CLOSED_DOORS ? refusal(421, '4.3.2 come back later') : null;
        setTimeout(() => greet(answer), random() < SLOW_GREETINGS ? SLOW_GREETING_MS : 0).unref();
      },
      onRcptTo: ({ address }, _session, answer) => answer(this.refusalOf(address)),
      onData: (stream, session, answer) => void this.receive(stream, session, answer),
    });
    this.server.on('error', () => undefined);
    this.server.server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      this.sockets.set(port, socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(port));
    });
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server.server, 'listening');
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private refusalOf(address: string): Error | null {
    const fault = faultOf(this.seed, address);
    if (fault === 'bounce') return refusal(550, '5.1.1 no such mailbox');
    return fault === 'defer' && this.isFirst(address) ? refusal(451, '4.7.1 try again later') : null;
  }

  private async receive(
    stream: NodeJS.ReadableStream,
    session: SMTPServerSession,
    answer: (error?: Error | null, message?: string) => void,
  ): Promise<void> {
    const address = session.envelope.rcptTo[0]?.address ?? '';
    const fault = faultOf(this.seed, address);
    const hangUp = () => void this.sockets.get(session.remotePort)?.destroy();
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) {
        if (fault === 'cut') return hangUp();
        chunks.push(chunk as Buffer);
      }
      if (fault === 'spam') return answer(refusal(554, '5.7.1 this is spam'));
      if (fault === 'busy' && this.isFirst(address)) return answer(refusal(452, '4.3.1 too much to do'));
      const id = MESSAGE_ID.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? 'none';
      this.books.note(id, 'smtp', address);
      await sleep(2);
      if (fault === 'drop') hangUp();
      else answer(null, 'kept');
    } catch {
      // The sender went away in the middle of the message: nothing was taken.
    }
  }

  private isFirst(address: string): boolean {
    if (this.met.has(address)) return false;
    this.met.add(address);
    return true;
  }
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
