import { startApp, type StartOptions, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { type ScriptedAnswer, ScriptedServer } from '../../support/scripted-server.js';

const SERVICES = 'linkedin twitter facebook instagram tiktok youtube buffer sprout-social hootsuite'.split(
  ' ',
);

/** The application, with one scripted server in the place of every service. */
export class NetworkStage {
  private constructor(
    readonly app: TestApp,
    readonly wire: ScriptedServer,
  ) {}

  static async open(
    options: StartOptions = {},
    settings: Record<string, string> = {},
  ): Promise<NetworkStage> {
    const wire = await ScriptedServer.start();
    const app = await startApp({ ...options, settings: { ...networkSettings(wire.url), ...settings } });
    return new NetworkStage(app, wire);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.wire.close();
  }
}

/** What points the application at one server in the place of every service. */
export function networkSettings(url: string): Record<string, string> {
  return {
    OUTBOUND_ALLOW: '127.0.0.0/8',
    SOCIAL_API_URLS: JSON.stringify(Object.fromEntries(SERVICES.map((name) => [name, url]))),
  };
}

/** What each service answers to who the token is for, with one profile called `profile-1`. */
export const PROFILES: Readonly<Record<string, readonly ScriptedAnswer[]>> = {
  linkedin: [
    {
      path: '/v2/userinfo',
      body: { sub: 'profile-1', name: 'Dough & Co.', picture: 'https://img.test/1.jpg' },
    },
    { path: '/v2/organizationAcls', status: 403, body: { message: 'Not enough permissions' } },
  ],
  twitter: [
    { path: '/2/users/me', body: { data: { id: 'profile-1', name: 'Dough & Co.', username: 'dough' } } },
  ],
  facebook: [{ path: '/me/accounts', body: { data: [{ id: 'profile-1', name: 'Dough & Co.' }] } }],
  instagram: [
    {
      path: '/me/accounts',
      body: { data: [{}, { instagram_business_account: { id: 'profile-1', username: 'dough' } }] },
    },
  ],
  tiktok: [
    {
      path: '/v2/user/info/',
      body: { data: { user: { open_id: 'profile-1', display_name: 'Dough & Co.' } }, error: { code: 'ok' } },
    },
  ],
  youtube: [
    {
      path: '/youtube/v3/channels',
      body: { items: [{ id: 'profile-1', snippet: { title: 'Dough & Co.' } }] },
    },
  ],
  buffer: [
    { body: { data: { account: { organizations: [{ id: 'org-1' }] } } } },
    {
      body: {
        data: {
          channels: [
            { id: 'profile-1', name: 'dough', displayName: 'Dough & Co.', service: 'linkedin' },
            { id: 'profile-2', name: 'dough', service: 'twitter', isDisconnected: true },
            { id: 'profile-3', name: 'dough', service: 'mastodon' },
          ],
        },
      },
    },
  ],
  'sprout-social': [
    { path: '/v1/metadata/client', body: { data: [{ customer_id: 7, name: 'Dough' }] } },
    {
      path: '/v1/7/metadata/customer',
      body: {
        data: [
          { customer_profile_id: 9, network_type: 'linkedin_company', name: 'Dough & Co.', groups: [3] },
          { customer_profile_id: 10, network_type: 'yelp', name: 'Dough' },
        ],
      },
    },
  ],
  hootsuite: [
    {
      path: '/v1/socialProfiles',
      body: { data: [{ id: 'profile-1', type: 'LINKEDINCOMPANY', socialNetworkUsername: 'dough' }] },
    },
  ],
};

export const KEY = 'a-key-that-is-never-shown-again';

/** Connects a service for the caller; networks by a token, the others by a key. */
export async function connect(client: TestClient, wire: ScriptedServer, service: string): Promise<void> {
  wire.will(...PROFILES[service]!);
  const isScheduler = ['buffer', 'sprout-social', 'hootsuite'].includes(service);
  const answer = isScheduler
    ? await client.post(`/api/integrations/${service}/connect`, { api_key: KEY })
    : await client.post('/api/social/connect', { platform: service, access_token: KEY });
  if (answer.status !== 200) throw new Error(`${service} could not be connected: ${answer.text}`);
  wire.clear();
}
