import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { SignJWT } from 'jose';
import { DemoProblem } from './problem.ts';

const run = promisify(execFile);

/** Somebody new, so that the demo can run as often as one likes. */
export const newAddress = (): string => `demo-${randomBytes(6).toString('hex')}@example.com`;

/** Signs somebody up at a Supabase that the server embeds; undefined when it embeds none. */
export async function signUp(serverUrl: string, email: string): Promise<string | undefined> {
  const answer = await fetch(`${serverUrl}/auth/v1/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: randomBytes(18).toString('base64url') }),
  });
  if (answer.status === 404) return undefined;
  const body = (await answer.json()) as { access_token?: string };
  if (!answer.ok || body.access_token === undefined)
    throw new DemoProblem(`Signing ${email} up was answered ${answer.status}: ${JSON.stringify(body)}.`);
  return body.access_token;
}

/** A token for a server whose secret the demo has made. */
export function signToken(secret: string, email: string): Promise<string> {
  return new SignJWT({ role: 'authenticated', email })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(randomUUID())
    .setAudience('authenticated')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(Buffer.from(secret));
}

/** A token as `npm run token` prints it, from the settings of this folder. */
export async function developmentToken(email: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['scripts/token.ts', '--email', email]).catch(
    (error: unknown) => {
      throw new DemoProblem(`No token could be made for the running server: ${String(error)}`);
    },
  );
  return stdout.trim();
}
