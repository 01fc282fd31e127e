import type { IncomingMessage } from 'node:http';
import { OAuth2Server } from 'oauth2-mock-server';

/** How the server answers from now on. */
interface Turn {
  refuses: boolean;
  breaks: boolean;
  expiresIn: number;
}

/** An OAuth 2 server that checks verifiers, gives other tokens each time, and keeps what it was asked. */
export class TokenServer {
  /** What its token endpoint was asked, the last first. */
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
    this.asked.unshift({ ...(request as IncomingMessage & { body: Record<string, string> }).body });
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
    });
  }
}

function usual(): Turn {
  return { refuses: false, breaks: false, expiresIn: 7_200 };
}
