import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import { Agent, type Dispatcher, request } from 'undici';
import { withinBounds } from './arrivals.js';
import { NoAnswer } from './http-failure.js';

/** The longest a timer can wait, some 24 days: the caller's signal ends an attempt, not the SDK. */
export const NEVER_MS = 2 ** 31 - 1;

const CONNECTIONS = new Agent({ headersTimeout: 0, bodyTimeout: 0 }).compose(withinBounds);

/** What is sent. */
interface Sent {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Buffer | null;
  readonly signal: AbortSignal | null;
}

/** What ends the call under way. */
const endings = new AsyncLocalStorage<AbortSignal>();

/**
 * Makes a call whose request ends at the signal, past the SDK. Those that are given one make another of it for each call: OpenAI's
 * is held weakly and lives until the old generation is collected; Mistral's is put into a `Request`, where it is lost to a call that hangs.
 */
export function endingAt<Result>(signal: AbortSignal, call: () => Promise<Result>): Promise<Result> {
  return endings.run(signal, call);
}

/**
 * How every provider is reached, and how much of an answer is read (`withinBounds`). A redirect is refused: the key would
 * follow it to whoever it names. It goes past `fetch`, with which a call takes 40 % more CPU time (docs/performance.md).
 */
export async function providerFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const signal = endings.getStore() ?? init.signal ?? null;
  const web = asWebRequest(input, init);
  const sent = web ? await unpacked(web, signal) : textOf(init, signal);
  const answer = await request(input instanceof Request ? input.url : input, {
    ...sent,
    method: sent.method as Dispatcher.HttpMethod,
    dispatcher: CONNECTIONS,
  });
  const { statusCode: status } = answer;
  if (status === 204 || status === 205 || (status >= 300 && status < 400)) {
    answer.body.on('error', () => undefined).destroy();
    throw new NoAnswer(status);
  }
  return new ArrivedAnswer(answer) as unknown as Response;
}

/** Undefined for what is asked with a text, as nearly everything is: that needs no object of the web. */
function asWebRequest(input: string | URL | Request, init: RequestInit): Request | undefined {
  if (input instanceof Request) return input;
  return typeof init.body === 'string' ? undefined : new Request(input, init);
}

function textOf({ method = 'POST', headers, body }: RequestInit, signal: AbortSignal | null): Sent {
  const named = headers instanceof Headers ? headers : new Headers(headers);
  return { method, headers: named, body: body as string, signal };
}

/** A request no longer hears of the signal it was made with once garbage was collected (Node 24): where it is known, it is taken itself. */
async function unpacked(web: Request, given: AbortSignal | null): Promise<Sent> {
  const { method, headers } = web;
  const body = web.body && Buffer.from(await web.arrayBuffer());
  return { method, headers, body, signal: given ?? web.signal };
}

/** The headers of an answer. They are looked up as they came; a web object is made of them only for those who walk through them. */
class ArrivedHeaders {
  private web: Headers | undefined;

  constructor(private readonly arrived: Dispatcher.ResponseData['headers']) {}

  get(name: string): string | null {
    const value = this.arrived[name.toLowerCase()];
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
  }

  has(name: string): boolean {
    return this.arrived[name.toLowerCase()] !== undefined;
  }

  /** SDKs walk through them for a log that nobody reads. */
  *entries(): Generator<[string, string]> {
    for (const name of Object.keys(this.arrived)) yield [name, this.get(name) ?? ''];
  }

  keys() {
    return this.whole.keys();
  }

  values() {
    return this.whole.values();
  }

  forEach(...visit: Parameters<Headers['forEach']>): void {
    this.whole.forEach(...visit);
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  private get whole(): Headers {
    return (this.web ??= new Headers(Object.keys(this.arrived).map((name) => [name, this.get(name) ?? ''])));
  }
}

/** An answer, read from the connection: web streams and headers, which cost more than the answer, are made only when asked for. */
class ArrivedAnswer {
  private readonly named: ArrivedHeaders;
  private web: ReadableStream<Uint8Array> | undefined;

  constructor(private readonly arrived: Dispatcher.ResponseData<unknown>) {
    this.named = new ArrivedHeaders(arrived.headers);
  }

  get status(): number {
    return this.arrived.statusCode;
  }

  get statusText(): string {
    return '';
  }

  get url(): string {
    return '';
  }

  get redirected(): boolean {
    return false;
  }

  get type(): Response['type'] {
    return 'basic';
  }

  get headers(): ArrivedHeaders {
    return this.named;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get body(): ReadableStream<Uint8Array> {
    return (this.web ??= webStreamOf(this.arrived.body));
  }

  get bodyUsed(): boolean {
    return this.arrived.body.bodyUsed;
  }

  text(): Promise<string> {
    return this.arrived.body.text();
  }

  json(): Promise<unknown> {
    return this.arrived.body.json();
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.arrived.body.arrayBuffer();
  }

  clone(): never {
    throw new TypeError('An answer of a provider is read once.');
  }
}

/**
 * What arrives, as a stream of the web that touches it only when it is read: SDKs look at a body that they then read otherwise.
 * Cancelling it closes the connection at once; undici's own waits for the next piece first.
 */
function webStreamOf(arriving: Readable): ReadableStream<Uint8Array> {
  let pieces: AsyncIterator<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(sink) {
        pieces ??= arriving[Symbol.asyncIterator]();
        const { done, value } = await pieces.next();
        if (done) sink.close();
        else sink.enqueue(value);
      },
      cancel: () => void arriving.on('error', () => undefined).destroy(),
    },
    { highWaterMark: 0 },
  );
}

// SDKs ask whether it is one.
Object.setPrototypeOf(ArrivedAnswer.prototype, Response.prototype);
Object.setPrototypeOf(ArrivedHeaders.prototype, Headers.prototype);
