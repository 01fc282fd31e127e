import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const SERVICE_KEY = 'service-key-of-the-project';

/** How the server misbehaves: never answers, stops in the middle of a file, drops the connection there, or is too small. */
export type Fault = 'hangs' | 'stalls' | 'drops' | 'is full' | 'is down' | 'forgets to answer' | null;

interface StoredObject {
  content: Buffer;
  createdAt: Date;
}

/** Supabase Storage as it speaks over HTTP: the true status of a refusal stands in its body, under an HTTP 400. */
export class StorageServer {
  readonly buckets = new Map<string, { public: boolean }>();
  /** By bucket and path. */
  readonly objects = new Map<string, StoredObject>();
  readonly requests: string[] = [];
  fault: Fault = null;
  /** Takes files and keeps none of their bytes. */
  isForgetful = false;
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  static async start(): Promise<StorageServer> {
    const storage = new StorageServer();
    storage.server.listen(0, '127.0.0.1');
    await once(storage.server, 'listening');
    return storage;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const path = decodeURIComponent(url.replace(/^\/storage\/v1\//, ''));
    this.requests.push(`${method} ${path}`);
    if (url === '/auth/v1/health') return send(response, {});
    if (this.fault === 'hangs') return;
    if (this.fault === 'is down') return void response.writeHead(503).end('<h1>upstream</h1>');
    if (request.headers.authorization !== `Bearer ${SERVICE_KEY}`)
      return refuse(response, 403, 'InvalidJWT', 'Invalid Compact JWS');
    const [kind = '', ...rest] = path.split('/');
    if (kind === 'bucket') return this.bucket(request, response, rest[0]);
    if (rest[0] === 'list') return this.list(request, response, rest[1] ?? '');
    if (!this.buckets.has(rest[0] ?? '')) return refuse(response, 404, 'NoSuchBucket', 'Bucket not found');
    if (method === 'POST') return this.upload(request, response, rest.join('/'));
    if (method === 'DELETE') return this.remove(request, response, rest[0] ?? '');
    return this.download(response, rest.join('/'));
  }

  private async bucket(request: IncomingMessage, response: ServerResponse, named?: string): Promise<void> {
    if (request.method === 'GET') {
      const found = this.buckets.get(named ?? '');
      if (!found) return refuse(response, 404, 'NoSuchBucket', 'Bucket not found');
      return send(response, { id: named, name: named, ...found });
    }
    const wanted = JSON.parse(await text(request)) as { id: string; public: boolean };
    if (this.buckets.has(wanted.id))
      return refuse(response, 409, 'BucketAlreadyExists', 'The resource already exists');
    this.buckets.set(wanted.id, { public: wanted.public });
    return send(response, { name: wanted.id });
  }

  private async upload(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (this.fault === 'is full')
      return refuse(response, 413, 'EntityTooLarge', 'The object exceeded the maximum allowed size');
    const chunks: Buffer[] = [];
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!this.isForgetful) chunks.push(chunk as Buffer);
      if (this.fault === 'stalls') return;
      if (this.fault === 'drops') return void request.destroy();
    }
    this.objects.set(path, { content: Buffer.concat(chunks), createdAt: new Date() });
    if (this.fault !== 'forgets to answer') return send(response, { Id: 'id', Key: path });
  }

  private download(response: ServerResponse, path: string): void {
    const found = this.objects.get(path);
    if (!found) return refuse(response, 404, 'NoSuchKey', 'Object not found');
    response.writeHead(200, { 'content-length': found.content.length });
    if (this.fault === null) return void response.end(found.content);
    response.write(found.content.subarray(0, found.content.length / 2), () => {
      if (this.fault === 'drops') response.destroy();
    });
  }

  private async remove(request: IncomingMessage, response: ServerResponse, bucket: string): Promise<void> {
    const { prefixes } = JSON.parse(await text(request)) as { prefixes: string[] };
    const removed = prefixes.filter((path) => this.objects.delete(`${bucket}/${path}`));
    return send(
      response,
      removed.map((name) => ({ name })),
    );
  }

  private async list(request: IncomingMessage, response: ServerResponse, bucket: string): Promise<void> {
    const { prefix, limit } = JSON.parse(await text(request)) as { prefix: string; limit: number };
    const folder = `${bucket}/${prefix}/`;
    const found = [...this.objects].filter(([path]) => path.startsWith(folder));
    found.sort(([, one], [, other]) => one.createdAt.getTime() - other.createdAt.getTime());
    const rows = found.map(([path, { createdAt }]) => ({
      id: path,
      name: path.slice(folder.length),
      created_at: createdAt.toISOString(),
    }));
    return send(response, rows.slice(0, limit));
  }
}

function send(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, statusCode: number, code: string, message: string): void {
  response
    .writeHead(400, { 'content-type': 'application/json' })
    .end(JSON.stringify({ statusCode: String(statusCode), error: code, code, message }));
}
