import { Agent, type Dispatcher, request } from 'undici';
import { NoAnswer } from './http-failure.js';

/** The longest a timer can wait, some 24 days: the caller's signal ends an attempt, not the SDK. */
export const NEVER_MS = 2 ** 31 - 1;

const CONNECTIONS = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/**
 * How every provider is reached. A redirect is refused: the key would follow it to whoever it names. What is asked with a text,
 * as nearly everything is, goes past `fetch`, with which a call takes 40 % more CPU time (docs/performance.md).
 */
export async function providerFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const { method, headers, body, signal } = init;
  if (input instanceof Request || typeof body !== 'string')
    return fetch(input, { ...init, redirect: 'error' });
  const answer = await request(input, {
    dispatcher: CONNECTIONS,
    method: (method ?? 'GET') as Dispatcher.HttpMethod,
    headers: headers instanceof Headers ? headers : new Headers(headers),
    body,
    signal: signal ?? null,
  });
  const { statusCode: status } = answer;
  if (status === 204 || status === 205 || (status >= 300 && status < 400)) {
    answer.body.on('error', () => undefined).destroy();
    throw new NoAnswer(status);
  }
  return new ArrivedAnswer(answer) as unknown as Response;
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

  entries() {
    return this.whole.entries();
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
    return this.whole[Symbol.iterator]();
  }

  private get whole(): Headers {
    return (this.web ??= new Headers(Object.keys(this.arrived).map((name) => [name, this.get(name) ?? ''])));
  }
}

/** An answer, read from the connection: web streams and headers, which cost more than the answer, are made only when asked for. */
class ArrivedAnswer {
  private readonly named: ArrivedHeaders;

  constructor(private readonly arrived: Dispatcher.ResponseData) {
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

  get body() {
    return this.arrived.body.body;
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

// SDKs ask whether it is one.
Object.setPrototypeOf(ArrivedAnswer.prototype, Response.prototype);
Object.setPrototypeOf(ArrivedHeaders.prototype, Headers.prototype);
