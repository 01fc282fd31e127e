import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  raw: string;
  mail: Email;
}

/** What the sink does with a recipient: accept, answer with a code at RCPT or after DATA, or drop the line. */
export type Behaviour =
  'accept' | { rcpt: string } | { data: string } | 'drop-after-data' | 'drop-in-data' | 'drop-at-rcpt';

/** A receiving mail server that keeps what it accepts and misbehaves on request. */
export class MailSink {
  readonly received: ReceivedMail[] = [];
  /** Every message whose final dot was seen, accepted or not. */
  readonly dots: string[] = [];
  /** By address; `accept` otherwise. */
  readonly behaviour = new Map<string, Behaviour>();
  /** Called when DATA is answered with 354, before a byte of the message. */
  onData: (to: string) => void = () => undefined;
  delayMs = 0;
  greetingDelayMs = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: SMTPServer) {}

  static async start(port = 0): Promise<MailSink> {
    const made: { sink?: MailSink } = {};
    const sink = () => made.sink!;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onRcptTo: ({ address }, session, callback) => sink().recipient(address, session, callback),
      onData: (stream, session, callback) => void sink().data(stream, session, callback),
    });
    made.sink = new MailSink(server);
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      sink().sockets.add(socket);
      socket.on('close', () => sink().sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
    return sink();
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  mailsTo(address: string): ReceivedMail[] {
    return this.received.filter(({ to }) => to.includes(address));
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** Ends every open connection without a word. */
  dropLines(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private dropLine({ remotePort }: SMTPServerSession): void {
    for (const socket of this.sockets) if (socket.remotePort === remotePort) socket.destroy();
  }

  private recipient(address: string, session: SMTPServerSession, callback: (error?: Error) => void): void {
    const behaviour = this.behaviour.get(address);
    if (behaviour === 'drop-at-rcpt') return this.dropLine(session);
    if (typeof behaviour === 'object' && 'rcpt' in behaviour) return callback(refusal(behaviour.rcpt));
    return callback();
  }

  private async data(
    stream: NodeJS.ReadableStream,
    session: SMTPServerSession,
    callback: (error?: Error | null, message?: string) => void,
  ): Promise<void> {
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const [address = ''] = to;
    this.onData(address);
    const behaviour = this.behaviour.get(address);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of stream) {
        if (behaviour === 'drop-in-data') return this.dropLine(session);
        chunks.push(chunk as Buffer);
      }
    } catch {
      return;
    }
    this.dots.push(address);
    const raw = Buffer.concat(chunks).toString('utf8');
    if (this.delayMs > 0) await sleep(this.delayMs, undefined, { ref: false });
    if (typeof behaviour === 'object' && 'data' in behaviour) return callback(refusal(behaviour.data));
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    this.received.push({ from, to, raw, mail: await PostalMime.parse(raw) });
    if (behaviour === 'drop-after-data') return this.dropLine(session);
    callback(null, 'kept');
  }
}

function refusal(answer: string): Error {
  const [code = '550', ...text] = answer.split(' ');
  return Object.assign(new Error(text.join(' ')), { responseCode: Number(code) });
}
