import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './load-settings.js';

interface Secrets {
  SUPABASE_JWT_SECRET: string;
  SECRET_MASTER_KEY: string;
}

/** Completes the embedded default: secrets nobody has set are made once and kept in `DATA_DIR/secrets.json` (mode 600). */
export function withEmbeddedSecrets(environment: Environment): Environment {
  if (environment['DATABASE_URL'] || (environment['SUPABASE_JWT_SECRET'] && environment['SECRET_MASTER_KEY']))
    return environment;
  const kept = keptSecrets(environment['DATA_DIR'] || './data');
  return {
    ...environment,
    SUPABASE_JWT_SECRET: environment['SUPABASE_JWT_SECRET'] || kept.SUPABASE_JWT_SECRET,
    SECRET_MASTER_KEY: environment['SECRET_MASTER_KEY'] || kept.SECRET_MASTER_KEY,
  };
}

function keptSecrets(directory: string): Secrets {
  const path = join(directory, 'secrets.json');
  mkdirSync(directory, { recursive: true });
  const made: Secrets = {
    SUPABASE_JWT_SECRET: randomBytes(48).toString('base64url'),
    SECRET_MASTER_KEY: randomBytes(32).toString('hex'),
  };
  try {
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(readFileSync(path, 'utf8')) as Secrets;
  }
}
