import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, apiAt } from './client.ts';
import { developmentToken, newAddress, signToken, signUp } from './demo-user.ts';
import type { Endings } from './endings.ts';
import type { Mailbox } from './mailbox.ts';
import { OutboxMailbox } from './outbox-mailbox.ts';
import { freshSecrets, OwnServer } from './own-server.ts';
import { DemoProblem, mustHold } from './problem.ts';
import { ScratchDatabase } from './scratch-database.ts';
import type { Screen } from './screen.ts';
import { SmtpMailbox } from './smtp-mailbox.ts';

const USUAL_URL = 'http://localhost:8000';

/** Where the demo plays: a server, somebody new who is signed in there, and where the mail arrives. */
export interface Stage {
  readonly url: string;
  readonly api: Api;
  readonly mailbox: Mailbox;
}

/**
 * The server at DEMO_URL, else the one that `npm start` runs, else one of the demo's own (DEMO_URL=own insists on it).
 * A server that is in production or sends real mail is left alone.
 */
export async function openStage(screen: Screen, endings: Endings): Promise<Stage> {
  const { DEMO_URL: wanted } = process.env;
  if (wanted !== 'own') {
    const url = (wanted ?? USUAL_URL).replace(/\/+$/, '');
    const unfit = await whyUnfit(url);
    if (unfit === undefined) return running(screen, url);
    if (wanted !== undefined) throw new DemoProblem(`DEMO_URL: ${url} ${unfit}.`);
    if (unfit !== SILENT) screen.note(`${url} ${unfit}; the demo starts a server of its own.`);
  }
  return own(screen, endings);
}

async function running(screen: Screen, url: string): Promise<Stage> {
  const email = newAddress();
  const token = (await signUp(url, email)) ?? (await developmentToken(email));
  screen.done(`Uses the server at ${url}; mail goes to its outbox, ${url}/dev/outbox`);
  return signedIn(screen, { url, token, email, mailbox: new OutboxMailbox(url) });
}

async function own(screen: Screen, endings: Endings): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'marketing-demo-'));
  endings.add(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const mailbox = await SmtpMailbox.start();
  endings.add(() => mailbox.stop());
  const secrets = freshSecrets();
  const scratch = ofEnvironment();
  if (scratch) {
    endings.add(scratch.drop);
    await scratch.create();
  }
  const server = await OwnServer.start(folder, {
    ...secrets,
    ...scratch?.environment,
    SMTP_URL: mailbox.url,
  });
  endings.add(() => server.stop());
  await server.ready();
  server.onDeath((words) => screen.problem(`The demo’s server has ended by itself. It said last:\n${words}`));
  const where = scratch ? 'a scratch database at DATABASE_URL' : 'the embedded database';
  screen.done(`Started a server on ${where}: ${server.url}/docs`);
  screen.done(`Started an SMTP server for the mail: ${mailbox.url}`);
  const email = newAddress();
  const token = (await signUp(server.url, email)) ?? (await signToken(secrets.SUPABASE_JWT_SECRET, email));
  return signedIn(screen, { url: server.url, token, email, mailbox });
}

function ofEnvironment(): ScratchDatabase | undefined {
  const { DATABASE_URL: url, DATABASE_MIGRATION_URL: migrationUrl = url } = process.env;
  return url && migrationUrl ? new ScratchDatabase(url, migrationUrl) : undefined;
}

interface Entrance {
  url: string;
  token: string;
  email: string;
  mailbox: Mailbox;
}

async function signedIn(screen: Screen, { url, token, email, mailbox }: Entrance): Promise<Stage> {
  const api = apiAt(url, token);
  const { response } = await api.GET('/api/leads', { params: { query: { limit: 1 } } });
  mustHold(
    response.ok,
    `${url} does not accept the token made for ${email}: it answered ${response.status}.`,
  );
  screen.done(`Signed in as ${email}`);
  return { url, api, mailbox };
}

const SILENT = 'does not answer';

/** Why the demo may not play at a server; undefined when it may. */
async function whyUnfit(url: string): Promise<string | undefined> {
  const health = await jsonAt(`${url}/health`);
  if (health === undefined) return SILENT;
  if (typeof health['environment'] !== 'string') return 'is something else';
  if (health['environment'] === 'production') return 'is in production, where the demo does not play';
  const { dependencies } = ((await jsonAt(`${url}/health/status`)) ?? {}) as {
    dependencies?: Record<string, { state?: string }>;
  };
  return dependencies?.['mail']?.state === 'off' ? undefined : 'sends real mail (it has SMTP_URL)';
}

async function jsonAt(url: string): Promise<Record<string, unknown> | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    const body: unknown = await answer.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch (error) {
    return error instanceof SyntaxError ? {} : undefined;
  }
}
