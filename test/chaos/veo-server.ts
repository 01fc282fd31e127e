import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from './trial.ts';

const ANSWER_AFTER_MS = 60;
const MADE_AFTER_MS = 1_500;
const PIECES = 12;
const PIECE_AFTER_MS = 25;

/** One video that was bought. */
export interface Bought {
  readonly id: string;
  readonly prompt: string;
  /** The id of the video that it goes on from. */
  readonly continues: string | null;
  readonly at: number;
  readonly isRefused: boolean;
}

interface Wanted {
  instances: [{ prompt: string; video?: { uri: string } }];
}

/**
 * Veo as it is at its wire: some starts are turned away for now, some looks fail, some videos are refused by a filter. What
 * was started is bought, whether or not anybody hears of it.
 */
export class VeoServer {
  readonly bought: Bought[] = [];
  /** How many files were read, and how many to their end. */
  readonly reads = { begun: 0, whole: 0 };
  private readonly random: () => number;
  private readonly server: Server;

  constructor(seed: number) {
    this.random = randomFrom(seed);
    this.server = createServer((request, response) => void this.answer(request, response));
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

  /** What the file of a video holds. */
  static contentOf(id: string): string {
    return Array.from({ length: PIECES }, (_, at) => `${id} ${at}\n`).join('');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', 'http://veo.test');
    const id = pathname.split('/').at(-1)?.split(':')[0] ?? '';
    if (pathname.endsWith(':predictLongRunning')) return this.start(request, response);
    if (pathname.includes('/operations/')) return this.look(id, response);
    return this.send(id, response);
  }

  private async start(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    if (this.random() < 0.1) return refuse(response, 429, 'RESOURCE_EXHAUSTED');
    const [{ prompt, video }] = (JSON.parse(Buffer.concat(chunks).toString()) as Wanted).instances;
    const id = `v${this.bought.length + 1}`;
    const continues = /\/files\/(\w+):download/.exec(video?.uri ?? '')?.[1] ?? null;
    this.bought.push({ id, prompt, continues, at: performance.now(), isRefused: this.random() < 0.05 });
    await sleep(ANSWER_AFTER_MS * 2 * this.random());
    tell(response, { name: `models/veo/operations/${id}` });
  }

  private async look(id: string, response: ServerResponse): Promise<void> {
    await sleep(ANSWER_AFTER_MS * this.random());
    if (this.random() < 0.1) return refuse(response, 503, 'UNAVAILABLE');
    const video = this.bought.find((one) => one.id === id);
    if (!video) return refuse(response, 404, 'NOT_FOUND');
    if (performance.now() - video.at < MADE_AFTER_MS) return tell(response, { name: id, done: false });
    const made = video.isRefused
      ? { raiMediaFilteredReasons: ['A filter said no.'] }
      : {
          generatedSamples: [{ video: { uri: `https://files.test/v1beta/files/${id}:download?alt=media` } }],
        };
    tell(response, { name: id, done: true, response: { generateVideoResponse: made } });
  }

  private async send(id: string, response: ServerResponse): Promise<void> {
    this.reads.begun += 1;
    response.writeHead(200, { 'content-type': 'video/mp4' });
    for (let at = 0; at < PIECES && !response.destroyed; at++) {
      response.write(`${id} ${at}\n`);
      await sleep(PIECE_AFTER_MS);
    }
    if (!response.destroyed) this.reads.whole += 1;
    response.end();
  }
}

function tell(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, name: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ error: { code: status, message: 'Not now.', status: name } }));
}
