import type { Readable } from 'node:stream';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Agent, type Dispatcher, errors, request as send } from 'undici';
import { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { VERSION } from '#platform/config/version';
import { checkedAddresses, guardedConnector } from './guarded-connector.js';
import { Networks } from './networks.js';
import { orAborted } from './or-aborted.js';
import { ACCEPTED_ENCODINGS, readBody } from './read-body.js';
import type { ResolveHost } from './dns/resolve-host.js';
import { WebAnswer } from './web-answer.js';
import { arriving, type WebStream } from './web-stream.js';
import { HeaderUnfit, NotText, RedirectRefused, TimedOut, TooLarge, Unreachable } from './web.errors.js';
import { hostOf, portOf, redirectedTo, webUrl } from './web-url.js';

export const RESOLVE_HOST = Symbol('ResolveHost');

const LONGEST = 5 * 1024 * 1024;
const DEADLINE_MS = 10_000;
const MOST_REDIRECTS = 5;
const LONGEST_HEADERS = 32 * 1024;
/** What another origin than the one that was asked for may be told, too. */
const FOR_EVERYBODY = ['accept', 'accept-language'];
const OURS =
  /^(?:host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-.*|accept-encoding|user-agent)$/;

/** A body that is read once the connection stands, and begun with the head of the request. */
interface StreamedBody {
  readonly bytes: Readable;
  readonly length: number;
}

export interface WebRequest {
  readonly url: string | URL;
  /** Default: GET. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | StreamedBody;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for everything, redirects included; 10,000 by default. */
  readonly deadline?: number;
  /** Bytes of the body after decompression; 5 MiB by default. A longer one is refused. */
  readonly longest?: number;
  /** A body that is too long is cut instead. */
  readonly cut?: boolean;
  /** How many redirects a GET follows: 5 by default and at most. Others follow none: their answer is the redirect. */
  readonly redirects?: number;
  /** Asked before a redirect is followed; throws to stop. */
  readonly onRedirect?: (to: URL) => Promise<void>;
}

/**
 * The one way to other people's servers. Which addresses it reaches is checked for every connection, and so is each
 * redirect; what an answer may weigh and how long it may take is bounded. It throws errors of `web.errors.ts`, or the
 * reason of the caller's signal.
 */
@Injectable()
export class WebClient implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(WebClient.name);
  private readonly agent: Agent;
  private readonly networks: Networks;
  private readonly userAgent: string;

  constructor(
    private readonly settings: Settings,
    @Inject(RESOLVE_HOST) private readonly resolve: ResolveHost,
  ) {
    this.networks = new Networks(settings.OUTBOUND_ALLOW, settings.OUTBOUND_PORTS);
    this.agent = new Agent({
      connect: guardedConnector(this.networks, resolve),
      allowH2: false,
      pipelining: 1,
      maxHeaderSize: LONGEST_HEADERS,
    });
    const contact = settings.OUTBOUND_CONTACT_URL ?? settings.backendUrl;
    this.userAgent = `${settings.OUTBOUND_AGENT}/${VERSION} (+${contact})`;
  }

  onApplicationBootstrap(): void {
    if (this.settings.isProduction && this.settings.OUTBOUND_ALLOW.length > 0)
      this.logger.warn(
        'OUTBOUND_ALLOW is set: whoever may name a web address reaches these networks through us.',
      );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  /** Throws `web/url-unfit`, `web/address-refused` or `web/unreachable` for an address that would not be connected to. */
  async check(address: string): Promise<URL> {
    const url = webUrl(address);
    const { networks, resolve } = this;
    await checkedAddresses(hostOf(url), portOf(url), { networks, resolve }).catch((error: unknown) => {
      throw error instanceof AppError ? error : new Unreachable().because(error);
    });
    return url;
  }

  async send(wanted: WebRequest): Promise<WebAnswer> {
    const { signal, told } = boundsOf(wanted);
    try {
      return await orAborted(signal, this.followed(wanted, signal));
    } catch (error) {
      throw told(error);
    }
  }

  /** The answer as it arrives, for streams of events. It follows no redirect and takes no compressed body. */
  async open(wanted: WebRequest): Promise<WebStream> {
    const { signal, told } = boundsOf(wanted);
    try {
      const headers = checkedHeaders(wanted.headers ?? {});
      const asked = this.asked(webUrl(String(wanted.url)), { ...wanted, headers, signal }, 'identity');
      const response = await orAborted(signal, asked);
      const answered = lastOfEach(response.headers);
      const body = arriving(response.body, wanted.longest ?? LONGEST, told);
      if (/^(?:identity)?$/i.test(answered['content-encoding'] ?? ''))
        return { status: response.statusCode, headers: answered, body };
      await body.cancel();
      throw new NotText();
    } catch (error) {
      throw told(error);
    }
  }

  private async followed(wanted: WebRequest, signal: AbortSignal): Promise<WebAnswer> {
    const begun = performance.now();
    const first = typeof wanted.url === 'string' ? webUrl(wanted.url) : webUrl(wanted.url.href);
    const given = checkedHeaders(wanted.headers ?? {});
    const { method = 'GET', redirects = MOST_REDIRECTS } = wanted;
    const follows = method === 'GET' ? Math.min(redirects, MOST_REDIRECTS) : 0;
    let url = first;
    for (let hops = 0; ; hops++) {
      const headers = url.origin === first.origin ? given : forEverybody(given);
      const response = await this.asked(url, { ...wanted, headers, signal });
      const { statusCode: status, body } = response;
      const told = lastOfEach(response.headers);
      const location = status >= 300 && status < 400 ? told['location'] : undefined;
      if (follows === 0 || location === undefined) {
        const bytes = await bytesOf(body, told, wanted);
        return new WebAnswer(url, status, told, bytes, Math.round(performance.now() - begun));
      }
      await body.dump();
      if (hops >= follows) throw new RedirectRefused();
      const next = redirectedTo(location, url);
      if (url.protocol === 'https:' && next.protocol === 'http:') throw new RedirectRefused();
      await wanted.onRedirect?.(next);
      url = next;
    }
  }

  private asked(
    url: URL,
    { method = 'GET', headers = {}, body, signal }: WebRequest,
    encodings = ACCEPTED_ENCODINGS,
  ): Promise<Dispatcher.ResponseData> {
    const streamed = typeof body === 'object' && 'bytes' in body ? body : undefined;
    return send(url, {
      dispatcher: this.agent,
      method,
      headers: {
        ...headers,
        'user-agent': this.userAgent,
        'accept-encoding': encodings,
        ...(streamed && { 'content-length': String(streamed.length) }),
      },
      body: streamed?.bytes ?? (body as string | Uint8Array | undefined) ?? null,
      ...(signal && { signal }),
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }
}

async function bytesOf(
  body: Dispatcher.ResponseData['body'],
  told: Record<string, string>,
  { longest = LONGEST, cut = false }: WebRequest,
): Promise<Buffer> {
  if (cut || Number(told['content-length'] ?? 0) <= longest)
    return readBody(body, told['content-encoding'] ?? '', { longest, cut });
  body.on('error', () => undefined).destroy();
  throw new TooLarge();
}

/** When a request ends at the latest, and how what went wrong is told. */
function boundsOf({ signal: callers, deadline: within = DEADLINE_MS }: WebRequest) {
  const deadline = AbortSignal.timeout(within);
  const told = (error: unknown): unknown => {
    if (callers?.aborted) return callers.reason;
    return deadline.aborted ? new TimedOut() : explained(error);
  };
  return { signal: callers ? AbortSignal.any([callers, deadline]) : deadline, told };
}

function checkedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of named)
    if (
      !/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name) ||
      OURS.test(name) ||
      !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)
    )
      throw new HeaderUnfit(name.slice(0, 100));
  return Object.fromEntries(named);
}

function forEverybody(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => FOR_EVERYBODY.includes(name)));
}

function lastOfEach(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? ''),
    ]),
  );
}

/** Only the log sees what caused it: it may name an address inside. */
function explained(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof errors.HeadersOverflowError) return new TooLarge();
  if (error instanceof errors.ConnectTimeoutError) return new TimedOut().because(error);
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'string' && /^(?:Z_|ZSTD_|ERR_ZLIB|ERR_BROTLI|ERR__ERROR)/.test(code))
    return new NotText().because(error);
  const isOfTheWire = typeof code === 'string' || error instanceof errors.HTTPParserError;
  return isOfTheWire ? new Unreachable().because(error) : error;
}
