import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const END_OF_HEAD = '\r\n\r\n';
const CALL_AGAIN_AFTER_MS = 20;
const LOOK_AGAIN_AFTER_MS = 5;
/** Every so many submissions a visitor sends the last one once more. */
const REPEATED_EVERY = 8;

/** What is known of one address: at which form, how often sent and answered with 200, and under which ids. */
export interface Visit {
  readonly address: string;
  readonly formId: string;
  sent: number;
  accepted: number;
  readonly leadIds: Set<string>;
}

export interface CrowdPlan {
  readonly port: number;
  readonly formIds: readonly string[];
  readonly connections: number;
}

/** Visitors who submit forms, each the next one when the last was answered, and call again when the line is cut. */
export class Crowd {
  readonly plan: CrowdPlan;
  readonly visits: Visit[] = [];
  /** Answers other than 200 by status, the first of each in full. */
  readonly refused = new Map<string, { count: number; first: string }>();
  accepted = 0;
  /** Submissions whose line was cut before the answer. */
  lost = 0;
  isOver = false;
  private readonly here: Promise<void>[];

  constructor(plan: CrowdPlan) {
    this.plan = plan;
    this.here = Array.from({ length: plan.connections }, () => this.stay());
  }

  /** How many have sent something and wait for the answer. */
  get waiting(): number {
    const { accepted, lost } = this;
    const refused = [...this.refused.values()].reduce((total, { count }) => total + count, 0);
    return this.visits.reduce((total, { sent }) => total + sent, 0) - accepted - lost - refused;
  }

  /** Settles once so many more have been accepted. */
  async accepts(more: number, withinMs: number): Promise<void> {
    const wanted = this.accepted + more;
    for (const until = Date.now() + withinMs; this.accepted < wanted; await sleep(LOOK_AGAIN_AFTER_MS))
      if (Date.now() > until) throw new Error(`Nobody was answered within ${withinMs} ms: ${this.told}`);
  }

  /** Lets everybody hear the answer to what they have sent, and go. */
  async leave(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.here);
  }

  get told(): string {
    return [...this.refused].map(([status, { count, first }]) => `${count} x ${status}: ${first}`).join('\n');
  }

  newVisit(): Visit {
    const number = this.visits.length;
    const formId = this.plan.formIds[number % this.plan.formIds.length] ?? '';
    const address = `visitor-${number}@visitors.example`;
    const visit: Visit = { address, formId, sent: 0, accepted: 0, leadIds: new Set() };
    this.visits.push(visit);
    return visit;
  }

  hear(visit: Visit, status: string, body: string): void {
    if (status === '200') {
      visit.accepted++;
      this.accepted++;
      visit.leadIds.add((JSON.parse(body) as { lead_id: string }).lead_id);
      return;
    }
    const { count = 0, first = body.slice(0, 500) } = this.refused.get(status) ?? {};
    this.refused.set(status, { count: count + 1, first });
  }

  private async stay(): Promise<void> {
    while (!this.isOver) {
      const socket = connect({ port: this.plan.port, host: '127.0.0.1', noDelay: true });
      await new Promise<void>((resolve) => void new Line(this, socket, resolve));
      if (!this.isOver) await sleep(CALL_AGAIN_AFTER_MS);
    }
  }
}

/** One connection, from its beginning to its end. */
class Line {
  private readonly crowd: Crowd;
  private readonly socket: Socket;
  private visit: Visit | undefined;
  private last: Visit | undefined;
  private spoken = 0;
  private heard = '';

  constructor(crowd: Crowd, socket: Socket, ended: () => void) {
    this.crowd = crowd;
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('connect', () => this.speak());
    socket.on('data', (text: string) => this.listen(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.visit) crowd.lost++;
      ended();
    });
  }

  private speak(): void {
    if (this.crowd.isOver) return void this.socket.destroy();
    const again = ++this.spoken % REPEATED_EVERY === 0 ? this.last : undefined;
    const visit = again ?? this.crowd.newVisit();
    const body = JSON.stringify({ email: visit.address, name: 'Ada Lovelace', utm_source: 'chaos' });
    visit.sent++;
    this.visit = visit;
    this.socket.write(
      `POST /api/lead-capture/webhook/${visit.formId} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}${END_OF_HEAD}${body}`,
    );
  }

  private listen(text: string): void {
    this.heard += text;
    const end = this.heard.indexOf(END_OF_HEAD);
    if (end < 0 || !this.visit) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.heard.slice(0, end))?.[1]);
    const body = this.heard.slice(end + END_OF_HEAD.length);
    if (body.length < length) return;
    this.crowd.hear(this.visit, this.heard.slice(9, 12), body);
    this.last = this.visit;
    this.visit = undefined;
    this.heard = '';
    this.speak();
  }
}
