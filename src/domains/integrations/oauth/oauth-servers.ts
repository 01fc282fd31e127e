import { createHash, createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SERVICE_NAMES, type SocialService } from '#platform/channels/social/social-services';
import { formBody, SocialHttp } from '#platform/channels/social/social-http';
import type { SocialAnswer } from '#platform/channels/social/social-answer';
import { Settings } from '#platform/config/settings';
import { GrantRefused, OAuthNotOffered, OAuthUnset } from './oauth.errors.js';
import { OAUTH_PROVIDERS, type OAuthProvider } from './oauth-providers.js';

const LONGEST_LIFE_S = 10 * 365 * 86_400;
/** A refresh token brings the next token even after the last one has ended. */
const REFRESHED_BEFORE_MS = 300_000;
/** A token that is exchanged for the next one is worth nothing once it has ended, however long its server was out of reach. */
const EXCHANGED_BEFORE_MS = 7 * 86_400_000;
/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
const META_TOKEN_CODES = [102, 190];

const Answered = z.object({
  access_token: z.string().min(1).max(8_192),
  refresh_token: z.string().min(1).max(8_192).nullish(),
  expires_in: z.coerce.number().positive().nullish(),
  scope: z.string().nullish(),
});
const Refusal = z.object({
  error: z.union([
    z.literal('invalid_grant'),
    z.object({ code: z.number().refine((code) => META_TOKEN_CODES.includes(code)) }),
  ]),
});

/** What a connection is used by: a key or an access token, and what brings the next one. */
export interface Credential {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
}

/** Tokens as a server has given them. */
export interface Tokens {
  readonly credential: Credential;
  readonly expiresAt: Date | null;
  /** From when on they are to be replaced. */
  readonly renewAt: Date | null;
  readonly scopes: readonly string[];
}

interface Client {
  readonly service: SocialService;
  readonly provider: OAuthProvider;
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

interface Question {
  readonly url: string;
  /** Left out of whatever is said of the answer. */
  readonly token: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** OAuth 2 servers of services (RFC 6749, 7636, 7009), where we are registered with the ids and secrets of the settings. */
@Injectable()
export class OAuthServers {
  private readonly verifierKey: Buffer;

  constructor(
    private readonly settings: Settings,
    private readonly http: SocialHttp,
  ) {
    this.verifierKey = settings.key('oauth.pkce');
  }

  /** Where a person agrees, and where they are sent back to. The verifier is told by nobody: it follows from the state. */
  consent(service: SocialService, state: string): { readonly authUrl: string; readonly redirectUri: string } {
    const { provider, id, redirectUri } = this.client(service);
    const url = new URL(this.endpoint(service, 'authorize') ?? provider.authorize);
    const challenge = createHash('sha256').update(this.verifierOf(state)).digest('base64url');
    const asked = {
      response_type: 'code',
      [provider.clientIdName ?? 'client_id']: id,
      redirect_uri: redirectUri,
      scope: provider.scopes.join(provider.scopesBetween ?? ' '),
      state,
      ...(provider.pkce && { code_challenge: challenge, code_challenge_method: 'S256' }),
      ...provider.asks,
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return { authUrl: url.href, redirectUri };
  }

  async exchange(service: SocialService, code: string, state: string): Promise<Tokens> {
    const client = this.client(service);
    const tokens = await this.granted(client, code, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      ...(client.provider.pkce && { code_verifier: this.verifierOf(state) }),
    });
    return client.provider.exchanges ? this.lasting(client, tokens.credential.access_token) : tokens;
  }

  /** New tokens; a refresh token that the server does not replace stays. */
  async refresh(service: SocialService, { access_token, refresh_token }: Credential): Promise<Tokens> {
    const client = this.client(service);
    if (client.provider.exchanges) return this.lasting(client, access_token);
    if (refresh_token === undefined) throw new GrantRefused(SERVICE_NAMES[service]);
    const tokens = await this.granted(client, refresh_token, { grant_type: 'refresh_token', refresh_token });
    return { ...tokens, credential: { refresh_token, ...tokens.credential } };
  }

  /** Whether the server says that the tokens are worth nothing from now on; false where it offers no way to. */
  async revoke(
    service: SocialService,
    { access_token, refresh_token }: Credential,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const { provider } = this.client(service);
    const url = this.endpoint(service, 'revoke') ?? provider.revoke;
    if (url === undefined) return false;
    const token = (provider.revokesAccess ? undefined : refresh_token) ?? access_token;
    await this.ask(this.client(service), { url, token, fields: { token }, signal });
    return true;
  }

  /** A short token of Meta's in exchange for one of sixty days. */
  private async lasting(client: Client, token: string): Promise<Tokens> {
    const tokens = await this.granted(client, token, {
      grant_type: 'fb_exchange_token',
      fb_exchange_token: token,
    });
    const { access_token } = tokens.credential;
    return { ...tokens, credential: { access_token, refresh_token: access_token } };
  }

  private async granted(client: Client, secret: string, fields: Record<string, string>): Promise<Tokens> {
    const url = this.endpoint(client.service, 'token') ?? client.provider.token;
    const { json } = await this.ask(client, { url, token: secret, fields });
    const { success, data } = Answered.safeParse(json);
    if (!success) throw new GrantRefused(SERVICE_NAMES[client.service]);
    const { access_token, refresh_token, expires_in, scope } = data;
    const life = expires_in == null ? undefined : Math.min(expires_in, LONGEST_LIFE_S) * 1_000;
    return {
      credential: { access_token, ...(refresh_token != null && { refresh_token }) },
      ...timesOf(client.provider, life),
      scopes: (scope ?? client.provider.scopes.join(' ')).split(/[\s,]+/).filter((one) => one !== ''),
    };
  }

  private ask(
    { service, provider, id, secret }: Client,
    { url, token, fields, signal }: Question,
  ): Promise<SocialAnswer> {
    const idName = provider.clientIdName ?? 'client_id';
    const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
    const sent =
      provider.secretIn === 'header'
        ? formBody({ ...fields, [idName]: id }, { authorization: `Basic ${basic}` })
        : formBody({ ...fields, [idName]: id, client_secret: secret });
    const company = SERVICE_NAMES[service];
    const accept = { ...sent.headers, accept: 'application/json' };
    const judge = ({ status, json }: SocialAnswer) =>
      status >= 400 && status < 500 && status !== 429 && Refusal.safeParse(json).success
        ? new GrantRefused(company)
        : undefined;
    const { body } = sent;
    return this.http.ask({ company, token, method: 'POST', url, body, headers: accept, judge, signal });
  }

  private client(service: SocialService): Client {
    const provider = OAUTH_PROVIDERS[service];
    const name = SERVICE_NAMES[service];
    if (!provider) throw new OAuthNotOffered(name, service);
    const id = this.settings[`${provider.settings}_CLIENT_ID`];
    const secret = this.settings[`${provider.settings}_CLIENT_SECRET`];
    const { OAUTH_REDIRECT_URL: redirectUri } = this.settings;
    const wanted = {
      [`${provider.settings}_CLIENT_ID`]: id,
      [`${provider.settings}_CLIENT_SECRET`]: secret,
      OAUTH_REDIRECT_URL: redirectUri,
    };
    if (!id || !secret || !redirectUri)
      throw new OAuthUnset(
        name,
        Object.keys(wanted).filter((key) => !wanted[key]),
      );
    return { service, provider, id, secret, redirectUri };
  }

  private endpoint(service: SocialService, which: 'authorize' | 'token' | 'revoke'): string | undefined {
    return this.settings.OAUTH_ENDPOINTS[service]?.[which];
  }

  /** 43 characters that only we can make of the state (RFC 7636, 4.1). */
  private verifierOf(state: string): string {
    return createHmac('sha256', this.verifierKey).update(state).digest('base64url');
  }
}

/** When a token ends, and when the next one is asked for: with half of its life left where that is short. */
function timesOf(
  { exchanges }: OAuthProvider,
  life: number | undefined,
): Pick<Tokens, 'expiresAt' | 'renewAt'> {
  if (life === undefined) return { expiresAt: null, renewAt: null };
  const end = Date.now() + life;
  const before = Math.min(exchanges ? EXCHANGED_BEFORE_MS : REFRESHED_BEFORE_MS, life / 2);
  return { expiresAt: new Date(end), renewAt: new Date(end - before) };
}
