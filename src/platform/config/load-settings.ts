import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Settings } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings cannot work; the message lists every problem. */
export class InvalidSettings extends Error {
  constructor(problems: readonly string[]) {
    super(`These settings need attention:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

/** Reads the environment once. Every problem is reported in one message, before anything starts. */
export function loadSettings(environment: Environment): Settings {
  const known = new Set(Object.keys(new Settings()));
  const given = Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) => known.has(name) && value !== undefined && value !== '',
    ),
  );
  const settings = plainToInstance(Settings, given, { exposeDefaultValues: true });
  const problems = validateSync(settings, { forbidUnknownValues: true, stopAtFirstError: true }).flatMap(
    (error) =>
      Object.values(error.constraints ?? {}).map((text) =>
        text.startsWith(error.property) ? text : `${error.property}: ${text}`,
      ),
  );
  problems.push(...combinations(settings));
  if (problems.length > 0) throw new InvalidSettings(problems);
  return settings;
}

/** What single fields cannot say: which settings need each other. */
function combinations(settings: Settings): string[] {
  const problems: string[] = [];
  if (settings.SUPABASE_URL && !settings.DATABASE_URL)
    problems.push(
      'DATABASE_URL is missing beside SUPABASE_URL: copy it from the Supabase dashboard, Project Settings > Database > Connection string',
    );
  if (settings.SUPABASE_URL && !settings.SUPABASE_SERVICE_ROLE_KEY)
    problems.push('SUPABASE_SERVICE_ROLE_KEY is missing beside SUPABASE_URL: Project Settings > API keys');
  if (settings.isProduction && settings.embedded && !settings.ALLOW_EMBEDDED)
    problems.push(
      'DATABASE_URL is missing: production does not run on the embedded database unless ALLOW_EMBEDDED=1',
    );
  if (settings.DATABASE_URL && !settings.SUPABASE_JWT_SECRET && !settings.SUPABASE_JWKS_URL)
    problems.push(
      'SUPABASE_JWT_SECRET or SUPABASE_JWKS_URL is missing: without one no token can be verified',
    );
  if (settings.DATABASE_URL && !settings.SECRET_MASTER_KEY)
    problems.push(
      'SECRET_MASTER_KEY is missing: 64 hexadecimal digits, for example from `openssl rand -hex 32`',
    );
  if ((settings.DATAFORSEO_LOGIN === undefined) !== (settings.DATAFORSEO_PASSWORD === undefined))
    problems.push('DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD go together: one of them is missing');
  if (settings.BOUNCE_ADDRESS && !settings.BOUNCE_IMAP_URL)
    problems.push('BOUNCE_IMAP_URL is missing beside BOUNCE_ADDRESS: nobody would read what comes back');
  if (settings.ROLES.length === 0) problems.push('ROLES is empty: name at least one of web, worker, clock');
  return problems;
}
