import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What the server does to a recipient: 1 % refused for good, 2 % refused once, 1 % taken and never told. */
export type Fault = 'none' | 'bounce' | 'defer' | 'drop';

const ANSWER_AFTER_MS = 3;
const MESSAGE_ID = /^Message-ID:\s*<([^@>]+)@/im;

/** The same seed gives the same recipient the same fault. */
export function faultOf(seed: number, address: string): Fault {
  const permille = createHash('sha256').update(`${seed} ${address}`).digest().readUInt32BE() % 1_000;
  if (permille < 10) return 'bounce';
  if (permille < 30) return 'defer';
  return permille < 40 ? 'drop' : 'none';
}

/**
 * A receiving mail server that writes down what it has taken responsibility for, and misbehaves by seed. A worker names
 * itself in EHLO, so that it is known who is in the middle of handing a mail over.
 */
export class FaultySink {
  /** By recipient, the ids of the messages taken, whether or not the sender has been told. */
  readonly taken = new Map<string, string[]>();
  /** Recipients whose mail was taken without an answer. */
  readonly dropped = new Set<string>();
  /** By worker, when its latest mail began. */
  private readonly latest = new Map<string, number>();
  private readonly deferred = new Set<string>();
  private readonly sockets = new Map<number, Socket>();
  private readonly open = new Map<string, number>();
  private readonly seed: number;
  private readonly server: SMTPServer;

  constructor(seed: number) {
    this.seed = seed;
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
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

  urlFor(worker: string): string {
    const { port } = this.server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}?name=${worker}`;
  }

  /** How many mails this worker is handing over right now: 354 has been said, the last word has not. */
  inDataOf(worker: string): number {
    return this.open.get(worker) ?? 0;
  }

  /** Whether this worker has begun to hand over a mail in the last second. */
  isBusy(worker: string): boolean {
    return (this.latest.get(worker) ?? -Infinity) > performance.now() - 1_000;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private refusalOf(address: string): Error | null {
    const fault = faultOf(this.seed, address);
    if (fault === 'bounce') return refusal(550, '5.1.1 no such mailbox');
    if (fault !== 'defer' || this.deferred.has(address)) return null;
    this.deferred.add(address);
    return refusal(451, '4.7.1 try again later');
  }

  private async receive(
    stream: NodeJS.ReadableStream,
    session: SMTPServerSession,
    answer: (error?: Error | null, message?: string) => void,
  ): Promise<void> {
    const worker = session.hostNameAppearsAs || '';
    this.latest.set(worker, performance.now());
    this.open.set(worker, this.inDataOf(worker) + 1);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const address = session.envelope.rcptTo[0]?.address ?? '';
      const id = MESSAGE_ID.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? 'none';
      this.taken.set(address, [...(this.taken.get(address) ?? []), id]);
      await sleep(ANSWER_AFTER_MS);
      if (faultOf(this.seed, address) !== 'drop') return answer(null, 'kept');
      this.dropped.add(address);
      this.sockets.get(session.remotePort)?.destroy();
    } catch {
      // The sender went away in the middle of the message: nothing was taken.
    } finally {
      this.open.set(worker, this.inDataOf(worker) - 1);
    }
  }
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
