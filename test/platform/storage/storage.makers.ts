import { loadSettings } from '#platform/config/load-settings';
import { SupabaseStorage } from '#platform/storage/adapters/supabase/supabase.storage';
import { SupabaseAdmin } from '#platform/supabase/supabase-admin';
import { SERVICE_KEY, type StorageServer } from './storage-server.js';

export const BUCKET = 'marketing-autopilot';
export const DAY_MS = 24 * 3_600_000;
export const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');

/** Our side of the server, by the real supabase-js. */
export function storageAt(server: StorageServer, key = SERVICE_KEY, patienceMs = 5_000): SupabaseStorage {
  const settings = loadSettings({
    ENVIRONMENT: 'test',
    DATABASE_URL: 'postgres://127.0.0.1/none',
    SUPABASE_URL: server.url,
    SUPABASE_SERVICE_ROLE_KEY: key,
    SUPABASE_JWT_SECRET: 'x'.repeat(32),
    SECRET_MASTER_KEY: '0a1b'.repeat(16),
  });
  return new SupabaseStorage(new SupabaseAdmin(settings), BUCKET, patienceMs);
}

/** Content that arrives in pieces and may break off. */
export async function* pieces(...all: (string | Buffer | Error)[]): AsyncGenerator<Buffer> {
  for (const piece of all) {
    if (piece instanceof Error) throw piece;
    yield Buffer.from(piece);
  }
}
