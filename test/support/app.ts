import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignJWT } from 'jose';
import passport from 'passport';
import { JwtStrategy } from '#platform/auth/jwt.strategy';
import { loadSettings } from '#platform/config/load-settings';
import { SettingsModule } from '#platform/config/settings.module';
import { SQL_SERVER } from '#platform/database/database.module';
import type { EmbeddedServer } from '#platform/database/embedded-server';
import { createApplication } from '../../src/application.js';
import { TestClient } from './client.js';
import { testDatabase, type TestDatabase } from './database.js';
import { ErrandModule } from './probe/errand.module.js';

export const JWT_SECRET = 'a-secret-of-at-least-thirty-two-bytes';

export interface StartOptions {
  /** Environment variables over the test defaults. */
  settings?: Record<string, string>;
  /** Default: web and worker; the clock ticks only where a test is about it. */
  roles?: string;
  /** Modules of the test's own beside ours. */
  modules?: Type[];
  /** Another application on the same database (only on a Postgres server: the embedded database serves one process). */
  beside?: TestApp;
  /** Whether `close` leaves it to the next test file (kept-app.ts). */
  shared?: boolean;
}

export interface TokenOptions {
  id?: string;
  email?: string;
  admin?: boolean;
  claims?: Record<string, unknown>;
  expiresIn?: string;
}

/** The whole application, listening on a free port, on a migrated database of its own. */
export async function startApp(options: StartOptions = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'marketing-test-'));
  const database = options.beside?.sharedDatabase() ?? (await testDatabase(dataDir));
  const settings = loadSettings({
    ENVIRONMENT: 'test',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    HOST: '127.0.0.1',
    PORT: '0',
    ROLES: options.roles ?? 'web,worker',
    DATA_DIR: dataDir,
    BACKEND_URL: 'http://links.test',
    SUPABASE_JWT_SECRET: JWT_SECRET,
    SECRET_MASTER_KEY: 'ab01'.repeat(16),
    DATABASE_POOL_SIZE: '5',
    ERASURE_SETTLE_SECONDS: '0',
    RATE_LIMIT_API: '0',
    RATE_LIMIT_GENERATION: '0',
    RATE_LIMIT_PUBLIC: '0',
    RATE_LIMIT_FORM: '0',
    RATE_LIMIT_ANONYMOUS: '0',
    ...database.environment,
    ...options.settings,
  });
  const modules = [ErrandModule, ...(options.modules ?? [])];
  const nest = await createApplication(settings, SettingsModule.from(settings), modules);
  await nest.listen({ port: settings.PORT, host: settings.HOST }).catch(async (error: unknown) => {
    await nest.close().catch(() => undefined);
    throw error;
  });
  const url = (await nest.getUrl()).replace('[::1]', '127.0.0.1');
  return new TestApp(nest, url, dataDir, database, options.shared ?? false);
}

export class TestApp {
  readonly anonymous: TestClient;
  private running: NestFastifyApplication | null;

  constructor(
    nest: NestFastifyApplication,
    readonly url: string,
    readonly dataDir: string,
    private readonly database: TestDatabase,
    private readonly shared: boolean,
  ) {
    this.running = nest;
    this.anonymous = new TestClient(url, null);
  }

  get nest(): NestFastifyApplication {
    if (!this.running) throw new Error('The application is closed.');
    return this.running;
  }

  /** Passport is one for the process: without this, tokens are read as the application that began last reads them. */
  awake(): void {
    passport.use('jwt', this.get(JwtStrategy));
  }

  /** The same database for a second application; it is dropped with the first. */
  sharedDatabase(): TestDatabase {
    return { ...this.database, drop: async () => undefined };
  }

  /** A client that speaks as one user, a new one by default. */
  async as(id: string = randomUUID(), options: TokenOptions = {}): Promise<TestClient> {
    return new TestClient(this.url, await this.token({ id, ...options }));
  }

  async newUser(options: TokenOptions = {}): Promise<{ id: string; client: TestClient }> {
    const id = randomUUID();
    return { id, client: await this.as(id, options) };
  }

  token({
    id = randomUUID(),
    email = 'someone@example.com',
    admin = false,
    claims = {},
    expiresIn = '1h',
  }: TokenOptions = {}) {
    return new SignJWT({
      role: 'authenticated',
      email,
      ...(admin && { app_metadata: { role: 'admin' } }),
      ...claims,
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(id)
      .setAudience('authenticated')
      .setIssuedAt()
      .setExpirationTime(expiresIn)
      .sign(Buffer.from(JWT_SECRET));
  }

  get<Provider>(token: Type<Provider>): Provider {
    return this.nest.get(token, { strict: false });
  }

  /** Runs SQL as the owner of the database, past every policy. */
  async sql<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    if (this.database.query) return (await this.database.query(text, values)) as Row[];
    const server = this.nest.get<EmbeddedServer>(SQL_SERVER, { strict: false });
    return server.exclusive(async () => (await server.postgres.query<Row>(text, values)).rows);
  }

  /** Waits until no job is due, waiting or running. */
  async drainJobs(withinMs = 100_000): Promise<void> {
    const until = Date.now() + withinMs;
    for (;;) {
      const [row] = await this.sql<{ left: number }>(
        `select count(*)::int as left from pgboss.job
         where state = 'active' or (state in ('created', 'retry') and start_after <= now() and name <> 'jobs.dead-letters')`,
      );
      if (row?.left === 0) return;
      if (Date.now() > until) throw new Error(`${row?.left} jobs are still open after ${withinMs} ms`);
      await sleep(25);
    }
  }

  /** What a test file does when it needs the application no more. */
  async close(): Promise<void> {
    if (!this.shared) await this.end();
  }

  async end(): Promise<void> {
    await this.nest.close();
    // A test file stays loaded, and with its variables all that they hold.
    this.running = null;
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
