interface ServiceRule {
  /** What keys of this service begin with: one of these. */
  readonly prefixes: readonly string[];
  /** A key has more characters than this. */
  readonly longerThan: number;
  /** Other names it may be called by. */
  readonly aliases: readonly string[];
}

const rule = (prefix: string | readonly string[], longerThan: number, ...aliases: string[]): ServiceRule => {
  return { prefixes: [prefix].flat(), longerThan, aliases };
};

/** The services whose keys users can entrust to us, by the names existing rows carry. */
const SERVICES = {
  openai_api_key: rule('sk-', 20, 'openai'),
  anthropic_api_key: rule('sk-ant-', 20, 'anthropic'),
  /** Google AI Studio has made keys that begin with `AIza`, and now makes such as begin with `AQ.`. */
  gemini_api_key_encrypted: rule(['AIza', 'AQ.'], 30, 'google', 'gemini'),
  mistral_api_key: rule('', 20, 'mistral'),
  json2video_api_key: rule('', 10),
  blotato_api_key: rule('blt_', 12),
  twitter_bearer_token: rule('', 50),
  facebook_access_token: rule('EAA', 50),
  instagram_access_token: rule('', 30),
  linkedin_access_token: rule('', 30),
  youtube_api_key: rule('AIza', 30),
  tiktok_access_token: rule('', 20),
  /** The login, a colon and the API password. */
  dataforseo_credentials: rule('', 6, 'dataforseo'),
  /** For the service at `ENRICHMENT_URL`. */
  enrichment_api_key: rule('', 7, 'enrichment'),
};

export type SecretServiceName = keyof typeof SERVICES;

const SERVER_SECRETS = [
  'mcp_server',
  'lead_source',
  'mail_transport',
  'mail_events',
  'mail_identity',
  'connection',
  'webhook',
] as const;

/** What is between us and a server that the user has named, kept beside their keys: what it is, and the id of its row. */
export type ServerSecretName = `${(typeof SERVER_SECRETS)[number]}:${string}`;

/** Whether a row belongs to another room: users see and remove it there, with what it opens. */
export function isServerSecret(service: string): service is ServerSecretName {
  return SERVER_SECRETS.some((what) => service.startsWith(`${what}:`));
}

const NAMES = new Map<string, SecretServiceName>();
for (const [name, { aliases }] of Object.entries(SERVICES))
  for (const called of [name, ...aliases]) NAMES.set(called, name as SecretServiceName);

/** The service that is called so, by its name or a shorter one; undefined for none of ours. */
export function secretServiceCalled(name: string): SecretServiceName | undefined {
  return NAMES.get(name);
}

/** What every key of the service does and this one does not; undefined when it may be one. */
export function misfitOf(service: SecretServiceName, value: string): string | undefined {
  const { prefixes, longerThan } = SERVICES[service];
  if (!prefixes.some((prefix) => value.startsWith(prefix))) return `begins with ${prefixes.join(' or ')}`;
  if (value.length <= longerThan) return `has more than ${longerThan} characters`;
  return undefined;
}

/** What may be shown of a key: what keys of the service begin with, and the last four characters of a long enough one. */
export function maskOf(service: string, value: string): string {
  const known = secretServiceCalled(service);
  const prefixes = known ? SERVICES[known].prefixes : [];
  const shown = prefixes.find((prefix) => value.startsWith(prefix)) ?? '';
  return `${shown}…${value.length - shown.length > 8 ? value.slice(-4) : ''}`;
}
