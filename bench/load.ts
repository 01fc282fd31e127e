/**
 * The load generator, a process of its own: `node load.ts '{"port":…}'`. Each connection sends its next request when the
 * answer to the last one is complete. It reads of an answer only what it must, so that it takes little from the machine
 * it shares with the server, and says what came of it in one line of JSON.
 */
import { connect, type Socket } from 'node:net';

/** What to ask, for how long. */
export interface LoadOrder {
  port: number;
  connections: number;
  secs: number;
  /** The head of a request without its last empty line; `*` in the first line is replaced by one of `targets`. */
  head: string;
  targets: string[];
  /** For a POST: the JSON body, in which `#` is replaced by a number that is never used twice. */
  body?: string;
}

export interface LoadReport {
  accepted: number;
  seconds: number;
  p50Millis: number;
  p99Millis: number;
  /** The first answer that was not a 2xx. */
  refused: string | null;
}

const END_OF_HEAD = '\r\n\r\n';
const MICROS_PER_SLOT = 20;
const SLOTS = 250_000;

class Load {
  private readonly order: LoadOrder;
  private readonly latencies = new Uint32Array(SLOTS);
  private readonly began = performance.now();
  private readonly unique = `${process.pid}x${Date.now().toString(36)}x`;
  private readonly finish: (report: LoadReport) => void;
  private sent = 0;
  private accepted = 0;
  private open = 0;
  private refused: string | null = null;

  constructor(order: LoadOrder, finish: (report: LoadReport) => void) {
    this.order = order;
    this.finish = finish;
    for (let count = 0; count < order.connections; count++) this.connect();
  }

  get isOver(): boolean {
    return this.refused !== null || performance.now() - this.began >= this.order.secs * 1000;
  }

  connect(): void {
    this.open++;
    new Connection(this, connect({ port: this.order.port, host: '127.0.0.1', noDelay: true }));
  }

  request(): string {
    const { head, targets, body } = this.order;
    const number = this.sent++;
    const start = head.replace('*', targets[number % targets.length] ?? '');
    if (body === undefined) return start + END_OF_HEAD;
    const text = body.replaceAll('#', `${this.unique}${number}`);
    return `${start}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}${END_OF_HEAD}${text}`;
  }

  count(millis: number): void {
    this.accepted++;
    const slot = Math.min(SLOTS - 1, Math.floor((millis * 1000) / MICROS_PER_SLOT));
    this.latencies[slot] = (this.latencies[slot] ?? 0) + 1;
  }

  refuse(answer: string): void {
    this.refused ??= answer.slice(0, 1_000);
  }

  /** A connection has ended; the last one ends the run. */
  leave(): void {
    if (--this.open > 0) return;
    const seconds = (performance.now() - this.began) / 1000;
    const { accepted, refused } = this;
    this.finish({ accepted, seconds, p50Millis: this.within(0.5), p99Millis: this.within(0.99), refused });
  }

  private within(share: number): number {
    let left = this.accepted * share;
    const slot = this.latencies.findIndex((count) => (left -= count) <= 0);
    return (Math.max(0, slot) * MICROS_PER_SLOT) / 1000;
  }
}

class Connection {
  private readonly load: Load;
  private readonly socket: Socket;
  private head: Buffer | null = null;
  private missing = 0;
  private closes = false;
  private sentAt = 0;
  private waits = false;

  constructor(load: Load, socket: Socket) {
    this.load = load;
    this.socket = socket;
    socket.on('connect', () => this.next());
    socket.on('data', (bytes) => this.take(bytes));
    socket.on('error', (error) => load.refuse(`connection: ${error.message}`));
    socket.on('close', () => this.closed());
  }

  private next(): void {
    if (this.load.isOver || this.closes) return void this.socket.destroy();
    this.sentAt = performance.now();
    this.waits = true;
    this.socket.write(this.load.request(), 'latin1');
  }

  private take(bytes: Buffer): void {
    if (this.missing > 0) this.missing -= bytes.length;
    else {
      const all = this.head ? Buffer.concat([this.head, bytes]) : bytes;
      const end = all.indexOf(END_OF_HEAD);
      this.head = end < 0 ? all : null;
      if (end < 0) return;
      this.readHead(all.toString('latin1', 0, end), all);
      this.missing += end + END_OF_HEAD.length - all.length;
    }
    if (this.missing > 0) return;
    this.waits = false;
    this.load.count(performance.now() - this.sentAt);
    this.next();
  }

  private readHead(head: string, all: Buffer): void {
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
    this.closes = /\r\nconnection: close/i.test(head);
    this.missing = Number(length);
    if (!head.startsWith('HTTP/1.1 2') || length === undefined) {
      this.load.refuse(all.toString('utf8'));
      this.socket.destroy();
    }
  }

  private closed(): void {
    if (this.waits) this.load.refuse('the server closed the connection before it answered');
    if (!this.load.isOver) this.load.connect();
    this.load.leave();
  }
}

if (import.meta.main) {
  const order = JSON.parse(process.argv[2] ?? '') as LoadOrder;
  const report = await new Promise<LoadReport>((resolve) => new Load(order, resolve));
  process.stdout.write(JSON.stringify(report));
}
