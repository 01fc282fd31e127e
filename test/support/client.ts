/** What came back: the body parsed when it is JSON. Tests read bodies freely, so it is untyped here and only here. */
export interface Answer {
  status: number;
  body: any;
  text: string;
  headers: Headers;
}

export type Body = object | string | Uint8Array<ArrayBuffer> | undefined;

/** Talks to a running application as one caller. */
export class TestClient {
  constructor(
    private readonly base: string,
    private readonly token: string | null,
  ) {}

  get = (path: string, headers: Record<string, string> = {}) => this.send('GET', path, undefined, headers);
  post = (path: string, body?: Body, headers: Record<string, string> = {}) =>
    this.send('POST', path, body, headers);
  put = (path: string, body?: Body, headers: Record<string, string> = {}) =>
    this.send('PUT', path, body, headers);
  patch = (path: string, body?: Body, headers: Record<string, string> = {}) =>
    this.send('PATCH', path, body, headers);
  delete = (path: string, headers: Record<string, string> = {}) =>
    this.send('DELETE', path, undefined, headers);

  /** Text and bytes are sent as they are; an object as JSON. */
  async send(method: string, path: string, body: Body, headers: Record<string, string>): Promise<Answer> {
    const answer = await fetch(this.base + path, this.init(method, body, { headers }));
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
  }

  /** The answer as it arrives; `signal` goes away from it. */
  open(method: string, path: string, body: Body, signal: AbortSignal): Promise<Response> {
    return fetch(this.base + path, this.init(method, body, { signal }));
  }

  private init(method: string, body: Body, { headers, ...more }: RequestInit): RequestInit {
    return {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token !== null && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(headers as Record<string, string>),
      },
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
      ...more,
    };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
