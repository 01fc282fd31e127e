import { loadSettings } from '#platform/config/load-settings';
import type { ResolveHost } from '#platform/web/dns/resolve-host';
import { WebClient } from '#platform/web/web-client';

/** A client under the given settings; names that `names` does not know do not exist. */
export function clientWith(
  settings: Record<string, string> = {},
  names: Record<string, string | string[]> | ResolveHost = {},
): WebClient {
  const known: ResolveHost = async (name) =>
    [(names as Record<string, string>)[name] ?? []]
      .flat()
      .map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const resolve = typeof names === 'function' ? names : known;
  return new WebClient(loadSettings({ ENVIRONMENT: 'test', ...settings }), resolve);
}

/** What a promise fails with. */
export async function failureOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  return work.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: unknown) => error as { code: string; message: string },
  );
}
