import { App } from '@supabase/lite';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OPEN_ROUTE } from '#platform/auth/open-routes';
import type { Settings } from '#platform/config/settings';
import type { EmbeddedServer } from '#platform/database/embedded-server';
import { answerUnroutable } from '#platform/http/unreadable-requests';
import { mendWarnings } from './mend-warnings.js';
import { withQuietConsole } from './quiet-console.js';

mendWarnings();

/** Answers that may not have a body (RFC 9110). */
const BODILESS = new Set([204, 205, 304]);
/** What is not passed on: they belong to one connection or are set by us. */
const OWN_HEADERS = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'keep-alive',
]);

/**
 * Supabase inside this process: sign-up, sign-in and table access under row-level security at `/auth/v1` and `/rest/v1`,
 * on the same embedded Postgres, so that supabase-js can be pointed at this server. Tokens are signed with
 * `SUPABASE_JWT_SECRET`, so they open our own routes as well.
 */
export class EmbeddedSupabase {
  private readonly lite: App;

  constructor(
    private readonly server: EmbeddedServer,
    settings: Settings,
  ) {
    const config = {
      connection: server.connection,
      auth: {
        enabled: true,
        jwt_secret: settings.SUPABASE_JWT_SECRET,
        jwt_expiry: 3600,
        site_url: settings.backendUrl,
        enable_signup: true,
        email: { enable_signup: true, enable_confirmations: false },
      },
      api: { schemas: ['public'] },
    };
    this.lite = new App(config as never);
  }

  /**
   * Makes the tables of the auth schema. Before its first request the library grants every table to every role, once; that
   * is done here and taken back, so that the grants of our migrations stand.
   */
  async prepare(): Promise<void> {
    const { connection, postgres } = this.server;
    await this.server.exclusive(async () => {
      await this.lite.ensureSystemSchema();
      await postgres.exec('begin');
      await connection.withContext({ auth: { role: 'anon' } }, () => Promise.resolve(), {
        transaction: connection.kysely,
      });
      await postgres.exec('rollback');
    });
  }

  /** Answers one request. The embedded database has a single connection, so one request at a time. */
  fetch(request: Request, peerAddress: string | null): Promise<Response> {
    return this.server.exclusive(async () => {
      const answer = await withQuietConsole(async () =>
        this.lite.server.fetch(request, { peerAddress } as never),
      );
      const body = BODILESS.has(answer.status) ? null : await answer.arrayBuffer();
      return new Response(body, answer);
    });
  }

  /** Serves it beside our own routes; `admit` throws when an address asks too often, or a token is of a closed account. */
  async mount(fastify: FastifyInstance, admit: (request: FastifyRequest) => Promise<void>): Promise<void> {
    await fastify.register(async (routes) => {
      routes.setErrorHandler(answerUnroutable);
      routes.removeAllContentTypeParsers();
      routes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      for (const prefix of ['/auth/v1', '/rest/v1'])
        routes.all(`${prefix}/*`, { config: OPEN_ROUTE }, async (request, reply) => {
          await admit(request);
          return this.pass(request, reply);
        });
    });
  }

  private async pass(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined && !OWN_HEADERS.has(name)) headers.set(name, String(value));
    const body =
      request.body instanceof Buffer && request.body.length > 0 ? new Uint8Array(request.body) : null;
    const url = `${request.protocol}://${request.headers.host ?? 'localhost'}${request.url}`;
    const answer = await this.fetch(new Request(url, { method: request.method, headers, body }), request.ip);
    for (const [name, value] of answer.headers)
      if (!OWN_HEADERS.has(name) && !name.startsWith('access-control-')) void reply.header(name, value);
    return reply.status(answer.status).send(Buffer.from(await answer.arrayBuffer()));
  }
}
