import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { VERSION } from '#platform/config/version';
import { orAborted } from '#platform/web/or-aborted';
import { TimedOut } from '#platform/web/web.errors';
import { WebClient } from '#platform/web/web-client';
import { webUrl } from '#platform/web/web-url';
import { McpRefused, McpUnauthorized, McpUnfit } from './mcp-client.errors.js';
import { mcpFetch } from './mcp-fetch.js';
import { McpSession } from './mcp-session.js';
import { struckOut } from './struck-out.js';

const GOODBYE_WITHIN_MS = 1_000;
const MOST_PAGES = 10;
const LONGEST_WORDS = 500;
const US = { name: 'marketing-autopilot', version: VERSION };

/** Where a server is, and the header that opens it. */
export interface McpAddress {
  readonly url: string;
  readonly header?: { readonly name: string; readonly value: string } | undefined;
}

/**
 * Speaks the Model Context Protocol to servers that users have named, over Streamable HTTP alone: a server that would have to
 * be started as a program has no way in. Nothing a server asks of us is answered: no sampling, no elicitation, no roots.
 */
@Injectable()
export class McpClient {
  private readonly withinMs: number;

  constructor(
    private readonly web: WebClient,
    settings: Settings,
  ) {
    this.withinMs = settings.MCP_TIMEOUT_MS;
  }

  /** Opens a session, works in it and closes it, all within `MCP_TIMEOUT_MS`; an answer holds at most 1 MiB. */
  async session<Result>(
    { url, header }: McpAddress,
    callers: AbortSignal | undefined,
    work: (session: McpSession) => Promise<Result>,
  ): Promise<Result> {
    const broken = new AbortController();
    const deadline = AbortSignal.timeout(this.withinMs);
    const signal = AbortSignal.any([broken.signal, deadline, ...(callers ? [callers] : [])]);
    const transport = new StreamableHTTPClientTransport(webUrl(url), {
      fetch: mcpFetch(this.web, {
        headers: header ? { [header.name.toLowerCase()]: header.value } : {},
        signal,
        deadline: this.withinMs,
        failed: (error) => broken.abort(error),
      }),
      reconnectionOptions: {
        maxRetries: 0,
        initialReconnectionDelay: 1,
        maxReconnectionDelay: 1,
        reconnectionDelayGrowFactor: 1,
      },
    });
    const client = newClient();
    const options = { signal, timeout: this.withinMs };
    const opened = async () => {
      await client.connect(transport, options);
      return work(new McpSession(client, options, header?.value));
    };
    try {
      return await orAborted(signal, opened());
    } catch (error) {
      if (callers?.aborted) throw callers.reason;
      if (deadline.aborted) throw new TimedOut();
      throw told(broken.signal.aborted ? broken.signal.reason : error, header?.value);
    } finally {
      if (!signal.aborted) await goodbye(transport);
      broken.abort(new TimedOut());
      await client.close().catch(() => undefined);
    }
  }
}

/** What a tool gives is not held against the schema its own server has written: we believe neither. */
function newClient(): Client {
  return new Client(US, {
    versionNegotiation: { mode: 'auto' },
    inputRequired: { autoFulfill: false },
    listMaxPages: MOST_PAGES,
    jsonSchemaValidator: {
      getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
    },
  });
}

/** Lets the server forget the session. One that does not hear it will forget by itself. */
async function goodbye(transport: StreamableHTTPClientTransport): Promise<void> {
  await orAborted(AbortSignal.timeout(GOODBYE_WITHIN_MS), transport.terminateSession()).catch(
    () => undefined,
  );
}

function told(error: unknown, secret: string | undefined): unknown {
  if (error instanceof AppError) return error;
  if (ProtocolError.isInstance(error)) return new McpRefused(spoken(error.message, secret));
  if (error instanceof UnauthorizedError) return new McpUnauthorized();
  if (SdkHttpError.isInstance(error) && (error.status === 401 || error.status === 403))
    return new McpUnauthorized();
  if (SdkError.isInstance(error) && error.code === SdkErrorCode.RequestTimeout) return new TimedOut();
  return new McpUnfit();
}

/** A sentence of a server's on one line, without what opens it. */
function spoken(words: string, secret: string | undefined): string {
  const line = words.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 10 * LONGEST_WORDS);
  return String(struckOut(line, secret)).slice(0, LONGEST_WORDS);
}
