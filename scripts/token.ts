/** Prints a signed access token for development: `npm run token -- --email you@example.com [--admin]`. */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SignJWT } from 'jose';
import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import { withEmbeddedSecrets } from '#platform/config/embedded-secrets';
import { loadSettings } from '#platform/config/load-settings';

const { values } = parseArgs({
  options: {
    email: { type: 'string' },
    admin: { type: 'boolean', default: false },
    hours: { type: 'string', default: '24' },
  },
});

/** The same address always gets the same user, so that a second token sees what the first has made. */
function userIdOf(email: string): string {
  const hex = createHash('sha256').update(`development user ${email}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function main(): Promise<string> {
  if (!isMailAddress(values.email)) throw new Error('Say for whom: npm run token -- --email you@example.com');
  const hours = Number(values.hours);
  if (!Number.isInteger(hours) || hours < 1 || hours > 168)
    throw new Error('--hours takes a whole number from 1 to 168');
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = loadSettings(withEmbeddedSecrets(process.env));
  if (settings.isProduction)
    throw new Error('Development tokens are not made in production: sign in with Supabase.');
  if (settings.SUPABASE_JWT_SECRET === undefined)
    throw new Error('SUPABASE_JWT_SECRET is not set, so nothing can be signed.');
  const email = normaliseMailAddress(values.email);
  const token = new SignJWT({
    role: 'authenticated',
    email,
    ...(values.admin && { app_metadata: { role: 'admin' } }),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(userIdOf(email))
    .setAudience('authenticated')
    .setIssuedAt()
    .setExpirationTime(`${hours}h`);
  if (settings.SUPABASE_JWT_ISSUER !== undefined) token.setIssuer(settings.SUPABASE_JWT_ISSUER);
  return token.sign(Buffer.from(settings.SUPABASE_JWT_SECRET));
}

try {
  process.stdout.write(`${await main()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
