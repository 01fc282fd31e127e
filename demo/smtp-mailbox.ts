import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Mail, Mailbox } from './mailbox.ts';

/** Refuses the address, or takes the mail and drops the line before saying so. */
export type Misbehaviour = 'refuse' | 'hang up';

/** A real mail server on this machine that keeps what it takes, and is sometimes as difficult as real ones are. */
export class SmtpMailbox implements Mailbox {
  readonly name = 'SMTP server';
  private readonly mails = new Map<string, Mail[]>();
  private readonly misbehaviours = new Map<string, Misbehaviour>();
  private readonly sockets = new Map<number, Socket>();
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: ({ address }, _session, answer) => answer(this.refusalOf(address)),
    onData: (stream, session, answer) => {
      this.take(stream, session).then(
        (kept) => (kept ? answer(null, 'kept') : this.sockets.get(session.remotePort)?.destroy()),
        (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });

  static async start(): Promise<SmtpMailbox> {
    const mailbox = new SmtpMailbox();
    const { server } = mailbox;
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      mailbox.sockets.set(port, socket);
      socket.once('close', () => mailbox.sockets.delete(port));
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return mailbox;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  misbehaveTo(address: string, how: Misbehaviour): void {
    this.misbehaviours.set(address.toLowerCase(), how);
  }

  /** Everything that came for an address. */
  mailsTo(address: string): readonly Mail[] {
    return this.mails.get(address.toLowerCase()) ?? [];
  }

  get count(): number {
    return this.mails.values().reduce((total, mails) => total + mails.length, 0);
  }

  async mailOf({ email }: { email: string }): Promise<Mail | undefined> {
    return this.mailsTo(email)[0];
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private refusalOf(address: string): Error | null {
    if (this.misbehaviours.get(address.toLowerCase()) !== 'refuse') return null;
    return Object.assign(new Error('5.1.1 No such mailbox here'), { responseCode: 550 });
  }

  /** Keeps the mail; false when its sender is not to learn that. */
  private async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<boolean> {
    const { subject = '', html = '', text = '', headers } = await PostalMime.parse(await buffer(stream));
    const named = new Map(headers.map(({ key, value }) => [key.toLowerCase(), value]));
    const addresses = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
    for (const to of addresses)
      this.mails.set(to, [...this.mailsTo(to), { to, subject, html, text, headers: named }]);
    return !addresses.some((address) => this.misbehaviours.get(address) === 'hang up');
  }
}
