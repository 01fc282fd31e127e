import type { SocialService } from '#platform/channels/social/social-services';

/** How one service lets us in by OAuth 2. */
export interface OAuthProvider {
  /** What the names of its settings begin with. */
  readonly settings: 'FACEBOOK' | 'TWITTER' | 'LINKEDIN' | 'YOUTUBE' | 'TIKTOK' | 'HOOTSUITE';
  readonly authorize: string;
  readonly token: string;
  /** RFC 7009; undefined where the service offers no such thing. */
  readonly revoke?: string;
  /** Some take back what the access token stands for, and know nothing of refresh tokens there. */
  readonly revokesAccess?: true;
  readonly scopes: readonly string[];
  readonly scopesBetween?: ',';
  /** Whether it takes a challenge (RFC 7636). Some refuse a token request that holds a verifier. */
  readonly pkce: boolean;
  /** Where the token endpoint wants our secret. */
  readonly secretIn: 'header' | 'body';
  readonly clientIdName?: 'client_key';
  /** What else the page of consent is asked. */
  readonly asks?: Readonly<Record<string, string>>;
  /** Meta has no refresh tokens: a token is exchanged for one that lasts longer, again and again. */
  readonly exchanges?: true;
}

const META = {
  settings: 'FACEBOOK',
  authorize: 'https://www.facebook.com/v24.0/dialog/oauth',
  token: 'https://graph.facebook.com/v24.0/oauth/access_token',
  scopesBetween: ',',
  pkce: false,
  secretIn: 'body',
  exchanges: true,
} as const;

/** The services that are connected by OAuth. */
export const OAUTH_PROVIDERS: Readonly<Partial<Record<SocialService, OAuthProvider>>> = {
  facebook: {
    ...META,
    scopes: ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts'],
  },
  instagram: {
    ...META,
    scopes: ['pages_show_list', 'pages_read_engagement', 'instagram_basic', 'instagram_content_publish'],
  },
  twitter: {
    settings: 'TWITTER',
    authorize: 'https://x.com/i/oauth2/authorize',
    token: 'https://api.x.com/2/oauth2/token',
    revoke: 'https://api.x.com/2/oauth2/revoke',
    scopes: ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'],
    pkce: true,
    secretIn: 'header',
  },
  linkedin: {
    settings: 'LINKEDIN',
    authorize: 'https://www.linkedin.com/oauth/v2/authorization',
    token: 'https://www.linkedin.com/oauth/v2/accessToken',
    revoke: 'https://www.linkedin.com/oauth/v2/revoke',
    scopes: ['openid', 'profile', 'w_member_social'],
    pkce: false,
    secretIn: 'body',
  },
  youtube: {
    settings: 'YOUTUBE',
    authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    revoke: 'https://oauth2.googleapis.com/revoke',
    scopes: [
      'https://www.googleapis.com/auth/youtube.upload',
      'https://www.googleapis.com/auth/youtube.readonly',
    ],
    pkce: true,
    secretIn: 'body',
    asks: { access_type: 'offline', prompt: 'consent' },
  },
  tiktok: {
    settings: 'TIKTOK',
    authorize: 'https://www.tiktok.com/v2/auth/authorize/',
    token: 'https://open.tiktokapis.com/v2/oauth/token/',
    revoke: 'https://open.tiktokapis.com/v2/oauth/revoke/',
    revokesAccess: true,
    scopes: ['user.info.basic', 'video.publish', 'video.list'],
    scopesBetween: ',',
    pkce: false,
    secretIn: 'body',
    clientIdName: 'client_key',
  },
  hootsuite: {
    settings: 'HOOTSUITE',
    authorize: 'https://platform.hootsuite.com/oauth2/auth',
    token: 'https://platform.hootsuite.com/oauth2/token',
    scopes: ['offline'],
    pkce: false,
    secretIn: 'header',
  },
};
