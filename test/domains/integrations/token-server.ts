import type { IncomingMessage } from 'node:http';
import { OAuth2Server } from 'oauth2-mock-server';

/** How the server answers from now on. */
interface Turn {
  refuses: boolean;
  breaks: boolean;
  expiresIn: number;
  /** What was agreed to, in the words of the network; nothing is said of it by default. */
  scope: string | undefined;
}

/** An OAuth 2 server that checks verifiers, gives other tokens each time, and keeps what it was asked. */
export class TokenServer {
  /** What its token endpoint was asked, and by whom where a header says that, the last first. */
  asked: Record<string, string>[] = [];
  /** Who has revoked what. */
  revoked: string[] = [];
  turn: Turn = usual();
  private given = 0;

  private constructor(private readonly server: OAuth2Server) {
    server.service.on('beforeResponse', (response, request) => this.answer(response, request));
    server.service.on('beforeRevoke', (_, request) => {
      const { authorization } = request.headers;
      request.on('data', (piece: Buffer) => this.revoked.push(`${authorization} ${piece.toString()}`));
    });
  }

  static async start(): Promise<TokenServer> {
    const server = new OAuth2Server();
    await server.issuer.keys.generate('RS256');
    await server.start(0, '127.0.0.1');
    return new TokenServer(server);
  }

  get endpoints() {
    const { url } = this.server.issuer;
    return { authorize: `${url}/authorize`, token: `${url}/token`, revoke: `${url}/revoke` };
  }

  clear(): void {
    this.asked = [];
    this.revoked = [];
    this.turn = usual();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private answer(response: { statusCode: number; body: unknown }, request: IncomingMessage): void {
    const { authorization } = request.headers;
    const { body } = request as IncomingMessage & { body: Record<string, string> };
    this.asked.unshift({ ...body, ...(authorization !== undefined && { authorization }) });
    if (this.turn.breaks) response.statusCode = 500;
    if (this.turn.refuses) {
      response.statusCode = 400;
      response.body = { error: 'invalid_grant' };
    }
    if (response.statusCode !== 200 || typeof response.body !== 'object' || response.body === null) return;
    const nth = ++this.given;
    Object.assign(response.body, {
      access_token: `access-${nth}-of-nobody`,
      refresh_token: `refresh-${nth}-of-nobody`,
      expires_in: this.turn.expiresIn,
      scope: this.turn.scope,
    });
  }
}

function usual(): Turn {
  return { refuses: false, breaks: false, expiresIn: 7_200, scope: undefined };
}
