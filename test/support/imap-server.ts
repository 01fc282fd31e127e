import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

interface Kept {
  uid: number;
  source: Buffer;
}

/** An IMAP server that knows just enough to be read: one folder, whose mails a test puts there. */
export class ImapServer {
  readonly commands: string[] = [];
  uidValidity = 1;
  /** The login is refused while this is false. */
  lets = true;
  private mails: Kept[] = [];
  private next = 1;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.serve(socket));
  }

  static async start(): Promise<ImapServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ImapServer(server);
  }

  get url(): string {
    return `imap://reader:s3cret@127.0.0.1:${(this.server.address() as AddressInfo).port}/INBOX`;
  }

  put(...sources: (Buffer | string)[]): void {
    for (const source of sources) this.mails.push({ uid: this.next++, source: Buffer.from(source) });
  }

  /** The folder is made anew: its mails are there, under other numbers. */
  rebuild(): void {
    this.uidValidity += 1;
    this.next = 1;
    const kept = this.mails;
    this.mails = [];
    this.put(...kept.map(({ source }) => source));
  }

  fetches(): string[] {
    return this.commands.filter((command) => /FETCH/.test(command));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let ahead = '';
    socket.on('data', (chunk: Buffer) => {
      const pieces = (ahead + chunk.toString('latin1')).split('\r\n');
      ahead = pieces.pop() ?? '';
      for (const line of pieces) this.answer(socket, line);
    });
  }

  private answer(socket: Socket, line: string): void {
    const [, tag = '*', command = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    this.commands.push(command.startsWith('LOGIN') ? 'LOGIN' : command);
    const [verb = ''] = /^(?:UID )?[A-Z]+/.exec(command.toUpperCase()) ?? [];
    const said = this.saidTo(verb, command);
    for (const piece of said.untagged) socket.write(piece);
    socket.write(`${tag} ${said.end ?? 'OK done'}\r\n`);
    if (verb === 'LOGOUT') socket.end();
  }

  private saidTo(verb: string, command: string): { untagged: (string | Buffer)[]; end?: string } {
    const { length } = this.mails;
    switch (verb) {
      case 'CAPABILITY':
        return { untagged: ['* CAPABILITY IMAP4rev1\r\n'] };
      case 'LOGIN':
        return this.lets
          ? { untagged: [] }
          : { untagged: [], end: 'NO [AUTHENTICATIONFAILED] Wrong password' };
      case 'LIST':
      case 'LSUB':
        return { untagged: [`* ${verb} () "/" ${/""\s*$/.test(command) ? '""' : 'INBOX'}\r\n`] };
      case 'EXAMINE':
      case 'SELECT':
        return {
          untagged: [
            `* FLAGS (\\Seen)\r\n* ${length} EXISTS\r\n* 0 RECENT\r\n`,
            `* OK [UIDVALIDITY ${this.uidValidity}] valid\r\n* OK [UIDNEXT ${this.next}] next\r\n`,
          ],
          end: 'OK [READ-ONLY] done',
        };
      case 'UID SEARCH':
        return {
          untagged: [
            `* SEARCH ${this.wanted(command)
              .map(({ uid }) => uid)
              .join(' ')}\r\n`,
          ],
        };
      case 'UID FETCH':
        return { untagged: this.wanted(command).flatMap((mail) => this.fetched(mail, command)) };
      case 'LOGOUT':
        return { untagged: ['* BYE\r\n'] };
      default:
        return { untagged: [] };
    }
  }

  /** By `1:*`, `1,2`, `3`: where a range begins behind the last mail, that one. */
  private wanted(command: string): Kept[] {
    const [set = ''] = /\d[\d,:*]*/.exec(command) ?? [];
    const last = this.mails.at(-1)?.uid ?? 0;
    const ranges = set.split(',').map((range) => {
      const [from = 0, to = from] = range.split(':').map((end) => (end === '*' ? last : Number(end)));
      return [Math.min(from, to), Math.max(from, to)] as const;
    });
    return this.mails.filter(({ uid }) => ranges.some(([from, to]) => uid >= from && uid <= to));
  }

  private fetched({ uid, source }: Kept, command: string): (string | Buffer)[] {
    const [, , most] = /BODY\.PEEK\[\](<0\.(\d+)>)?/i.exec(command) ?? [];
    const shown = most === undefined ? source : source.subarray(0, Number(most));
    const at = this.mails.findIndex((mail) => mail.uid === uid) + 1;
    const origin = most === undefined ? '' : '<0>';
    return [`* ${at} FETCH (UID ${uid} BODY[]${origin} {${shown.length}}\r\n`, shown, ')\r\n'];
  }
}
