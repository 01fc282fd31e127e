import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, InvalidSettings, loadSettings } from './load-settings.js';

interface Secrets {
  SUPABASE_JWT_SECRET: string;
  SECRET_MASTER_KEY: string;
}

/**
 * Completes the embedded default: secrets nobody has set are made once and kept in `DATA_DIR/secrets.json` (mode 600).
 * Settings with problems are refused before anything is written.
 */
export function withEmbeddedSecrets(environment: Environment): Environment {
  const { embedded, DATA_DIR, SUPABASE_JWT_SECRET, SECRET_MASTER_KEY } = loadSettings(environment);
  if (!embedded) return environment;
  try {
    mkdirSync(DATA_DIR, { recursive: true });
    accessSync(DATA_DIR, constants.W_OK);
    if (SUPABASE_JWT_SECRET && SECRET_MASTER_KEY) return environment;
    const kept = keptSecrets(join(DATA_DIR, 'secrets.json'));
    return {
      ...environment,
      SUPABASE_JWT_SECRET: SUPABASE_JWT_SECRET ?? kept.SUPABASE_JWT_SECRET,
      SECRET_MASTER_KEY: SECRET_MASTER_KEY ?? kept.SECRET_MASTER_KEY,
    };
  } catch (error) {
    throw new InvalidSettings([`DATA_DIR ${DATA_DIR} cannot be used: ${(error as Error).message}`]);
  }
}

function keptSecrets(path: string): Secrets {
  const made: Secrets = {
    SUPABASE_JWT_SECRET: randomBytes(48).toString('base64url'),
    SECRET_MASTER_KEY: randomBytes(32).toString('hex'),
  };
  try {
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readSecrets(readFileSync(path, 'utf8'));
  }
}

/** What is wrong with the text is not told further: it may hold secrets. */
function readSecrets(text: string): Secrets {
  try {
    const { SUPABASE_JWT_SECRET, SECRET_MASTER_KEY } = JSON.parse(text) as Partial<Secrets>;
    if (SUPABASE_JWT_SECRET && SECRET_MASTER_KEY) return { SUPABASE_JWT_SECRET, SECRET_MASTER_KEY };
  } catch {
    // Not JSON: refused below like a file that lacks a secret.
  }
  throw new Error('its secrets.json does not hold both secrets');
}
