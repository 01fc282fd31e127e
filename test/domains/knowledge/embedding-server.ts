import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Asked {
  readonly model: string;
  readonly input: readonly string[];
  readonly dimensions?: number;
}

/** Words that mean the same have one direction; others have one of their own. */
const MEANINGS: readonly (readonly string[])[] = [
  ['price', 'cost', 'costs', 'fee', 'expensive'],
  ['dog', 'puppy', 'hound'],
  ['car', 'vehicle', 'automobile'],
];
const SIZES: Record<string, number> = { 'mistral-embed': 1_024 };

/** OpenAI's and Mistral's embeddings at the wire: texts with words of like meaning get like vectors. */
export class EmbeddingServer {
  readonly asked: Asked[] = [];
  /** The status of every answer from now on, in place of vectors. */
  failsWith: number | null = null;

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(): Promise<EmbeddingServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new EmbeddingServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse((await request.toArray()).join('')) as Asked & { inputs?: string[] };
    const input = body.inputs ?? body.input;
    this.asked.push({ ...body, input });
    if ('output_dimension' in body && body.model in SIZES) this.failsWith = 422;
    const waits = this.failsWith === 429 ? { 'retry-after': '120' } : {};
    response.writeHead(this.failsWith ?? 200, { 'content-type': 'application/json', ...waits });
    if (this.failsWith !== null)
      return void response.end('{"error":{"message":"scripted","code":"scripted"}}');
    const size = SIZES[body.model] ?? body.dimensions ?? 1_536;
    const data = input.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: vectorOf(text, size),
    }));
    const usage = { prompt_tokens: 10, total_tokens: 10, completion_tokens: 0 };
    response.end(JSON.stringify({ id: '1', object: 'list', model: body.model, data, usage }));
  }
}

/** The vector that the server gives for a text. */
export function vectorOf(text: string, size = 1_536): number[] {
  const vector = Array.from({ length: size }, () => 0);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    const meaning = MEANINGS.findIndex((words) => words.includes(word));
    const direction =
      meaning >= 0
        ? meaning
        : 10 + ([...word].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 900);
    vector[direction] = (vector[direction] ?? 0) + (meaning >= 0 ? 5 : 1);
  }
  return vector;
}
