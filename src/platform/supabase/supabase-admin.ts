import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { defineError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';

const SupabaseNotConfigured = defineError('supabase/not-configured', 'unavailable', () => {
  return 'This needs a Supabase project: set SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY.';
});

const signals = new AsyncLocalStorage<AbortSignal>();

/**
 * Most calls of the client take no signal of their own. And `fetch` keeps a second copy of a streamed body in memory, to
 * send it again after a redirect or a sign-in, unless it is told that neither will happen.
 */
const fetchUntilSignal: typeof fetch = (input, init) => {
  const signal = signals.getStore();
  return fetch(input, { ...init, redirect: 'error', window: null, ...(signal && { signal }) });
};

/** The one client with the service key, for Auth administration and Storage; tables are read through `Database`. */
@Injectable()
export class SupabaseAdmin {
  private made: SupabaseClient | undefined;

  constructor(private readonly settings: Settings) {}

  get configured(): boolean {
    return this.settings.SUPABASE_URL !== undefined && this.settings.SUPABASE_SERVICE_ROLE_KEY !== undefined;
  }

  /** The client, made on first use; an error that names the settings when they are missing. */
  get client(): SupabaseClient {
    const { SUPABASE_URL: url, SUPABASE_SERVICE_ROLE_KEY: key } = this.settings;
    if (url === undefined || key === undefined) throw new SupabaseNotConfigured();
    this.made ??= createClient(url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch: fetchUntilSignal },
    });
    return this.made;
  }

  /** Uses the client; what it has asked of the project is given up when the signal aborts. */
  until<Result>(signal: AbortSignal, work: (client: SupabaseClient) => Promise<Result>): Promise<Result> {
    return signals.run(signal, () => work(this.client));
  }

  /** Whether the project's Auth answers, within two seconds. */
  async answers(): Promise<boolean> {
    const answer = await fetch(`${this.settings.SUPABASE_URL}/auth/v1/health`, {
      headers: { apikey: this.settings.SUPABASE_SERVICE_ROLE_KEY ?? '' },
      signal: AbortSignal.timeout(2_000),
    });
    return answer.ok;
  }
}
