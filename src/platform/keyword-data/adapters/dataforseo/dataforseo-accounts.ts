import type { Settings } from '#platform/config/settings';
import type { DataForSeoAccount } from './dataforseo-client.js';

/** The platform's account; undefined when none is set. */
export function platformAccount(settings: Settings): DataForSeoAccount | undefined {
  const { DATAFORSEO_LOGIN: login, DATAFORSEO_PASSWORD: password } = settings;
  if (login === undefined || password === undefined) return undefined;
  return { login, password, owner: 'platform', ...addressOf(settings) };
}

/** A user's account from what the vault keeps: the login, a colon and the password. */
export function userAccount(settings: Settings, credentials: string): DataForSeoAccount {
  const [login = '', ...password] = credentials.split(':');
  return { login, password: password.join(':'), owner: 'user', ...addressOf(settings) };
}

function addressOf({ DATAFORSEO_BASE_URL: url, DATAFORSEO_TIMEOUT_MS: timeoutMs }: Settings) {
  return { baseUrl: url.replace(/\/+$/, ''), timeoutMs };
}
