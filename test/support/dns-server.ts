import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** What is known of a name: where its mail goes, its own address, and its texts. `fails` answers SERVFAIL, `silent` not at all. */
export interface Zone {
  mx?: readonly (readonly [preference: number, exchange: string])[];
  a?: string;
  txt?: readonly string[];
  /** The name that it stands for. */
  cname?: string;
  trouble?: 'fails' | 'silent';
}

const TYPES: Record<number, keyof Zone> = { 1: 'a', 5: 'cname', 15: 'mx', 16: 'txt' };
const NXDOMAIN = 3;
const SERVFAIL = 2;

/** A name server on this machine that knows the names it is given, and keeps what it was asked. */
export class DnsServer {
  readonly questions: string[] = [];
  readonly zones = new Map<string, Zone>();

  private constructor(private readonly socket: Socket) {
    socket.on('message', (message, from) => this.answer(message, from));
  }

  static async start(): Promise<DnsServer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new DnsServer(socket);
  }

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  async close(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
  }

  private answer(message: Buffer, { port, address }: RemoteInfo): void {
    const { name, type, end } = questionOf(message);
    this.questions.push(`${TYPES[type] ?? type} ${name}`);
    const zone = this.zones.get(name);
    if (zone?.trouble === 'silent') return;
    const records = zone ? recordsOf(zone, TYPES[type]) : [];
    const code = zone === undefined ? NXDOMAIN : zone.trouble === 'fails' ? SERVFAIL : 0;
    const header = Buffer.alloc(12);
    message.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    const answers = records.map((data) => {
      const head = Buffer.alloc(12);
      head.writeUInt16BE(0xc00c, 0);
      head.writeUInt16BE(type, 2);
      head.writeUInt16BE(1, 4);
      head.writeUInt32BE(60, 6);
      head.writeUInt16BE(data.length, 10);
      return Buffer.concat([head, data]);
    });
    this.socket.send(Buffer.concat([header, message.subarray(12, end), ...answers]), port, address);
  }
}

function questionOf(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function recordsOf({ mx = [], a, txt = [], cname }: Zone, type: keyof Zone | undefined): Buffer[] {
  if (type === 'txt') return txt.map(textOf);
  if (type === 'cname') return cname === undefined ? [] : [nameOf(cname)];
  if (type === 'a') return a === undefined ? [] : [Buffer.from(a.split('.').map(Number))];
  if (type !== 'mx') return [];
  return mx.map(([preference, exchange]) =>
    Buffer.concat([Buffer.from([preference >> 8, preference & 255]), nameOf(exchange)]),
  );
}

/** In pieces of at most 255 bytes, each with its length before it. */
function textOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const pieces = Array.from({ length: Math.ceil(bytes.length / 255) }, (_, at) =>
    bytes.subarray(at * 255, at * 255 + 255),
  );
  return Buffer.concat(pieces.flatMap((piece) => [Buffer.from([piece.length]), piece]));
}

function nameOf(text: string): Buffer {
  const labels = text.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ]);
}
