import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const ANSWER_AFTER_MS = 20;

/** Somebody's server that is told of instances: 4 % are refused once, 2 % taken and not answered once. */
export class HookServer {
  /** By instance, the ids under which it was told of, each as often as it came. */
  readonly told = new Map<string, string[]>();
  private readonly met = new Set<string>();
  private readonly seed: number;
  private readonly server: Server;

  constructor(seed: number) {
    this.seed = seed;
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: { execution_id: string } };
    const id = String(request.headers['webhook-id']);
    const fault = this.met.has(id) ? 'none' : this.faultOf(id);
    this.met.add(id);
    if (fault === 'refuse') return void response.writeHead(503).end();
    this.told.set(data.execution_id, [...(this.told.get(data.execution_id) ?? []), id]);
    await sleep(ANSWER_AFTER_MS);
    if (fault === 'drop') request.socket.destroy();
    else response.writeHead(204).end();
  }

  private faultOf(id: string): 'none' | 'refuse' | 'drop' {
    const percent = createHash('sha256').update(`${this.seed} ${id}`).digest().readUInt16BE() % 100;
    if (percent < 4) return 'refuse';
    return percent < 6 ? 'drop' : 'none';
  }
}
