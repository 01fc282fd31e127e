import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';

/** Somebody else's server, on an address of this machine. */
export class Site {
  readonly requests: IncomingMessage[] = [];
  connections = 0;

  private constructor(
    readonly server: Server,
    readonly address: string,
  ) {
    server.on('connection', () => (this.connections += 1));
  }

  static async start(answer: RequestListener, address = '127.0.0.1'): Promise<Site> {
    const site = new Site(createServer(), address);
    site.server.on('request', (request, response) => {
      site.requests.push(request);
      answer(request, response);
    });
    site.server.listen(0, address);
    await once(site.server, 'listening');
    return site;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://${this.address.includes(':') ? `[${this.address}]` : this.address}:${this.port}`;
  }

  /** Settles when the next connection to be made is closed again. */
  closed(): Promise<void> {
    return new Promise((resolve) => {
      this.server.once('connection', (socket: Socket) =>
        socket.on('error', () => undefined).once('close', resolve),
      );
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** The servers of one test, closed after it. */
export class Sites {
  private readonly open: (() => Promise<unknown>)[] = [];

  constructor() {
    afterEach(() => Promise.all(this.open.splice(0).map((close) => close())));
  }

  async start(answer: RequestListener, address?: string): Promise<Site> {
    const site = await Site.start(answer, address);
    this.open.push(() => site.close());
    return site;
  }

  /** The address of a server that does this on the socket of whoever asks it something. */
  async raw(answer: (socket: Socket) => void): Promise<string> {
    const server = createSocketServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => answer(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.open.push(async () => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }
}
