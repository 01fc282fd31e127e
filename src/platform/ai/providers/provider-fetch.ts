/** The longest a timer can wait, some 24 days: the caller's signal ends an attempt, not the SDK. */
export const NEVER_MS = 2 ** 31 - 1;

/** How every provider is reached. A redirect is refused: the key would follow it to whoever it names. */
export function providerFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  return fetch(input, { ...init, redirect: 'error' });
}
