import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppProcess } from './crew.ts';
import { ScratchDatabase } from './scratch-database.ts';

const CONNECTIONS = 4;

/** What processes of the application stand on: a database and a folder of their own, gone afterwards, and shared secrets. */
export class Ground {
  readonly database: ScratchDatabase;
  readonly secret = randomBytes(32).toString('hex');
  private readonly masterKey = randomBytes(32).toString('hex');
  private readonly folder: string;

  private constructor(database: ScratchDatabase, folder: string) {
    this.database = database;
    this.folder = folder;
  }

  /** On the server of the settings, or on the given one. */
  static async lay(server?: string): Promise<Ground> {
    const database = await ScratchDatabase.create(server);
    return new Ground(database, await mkdtemp(join(tmpdir(), 'marketing-chaos-')));
  }

  /** Starts one; its connections to Postgres carry its name. */
  process(name: string, settings: Record<string, string>): AppProcess {
    return new AppProcess(name, this.folder, {
      ENVIRONMENT: 'test',
      LOG_LEVEL: 'error',
      HOST: '127.0.0.1',
      DATABASE_URL: this.database.urlFor(name),
      DATABASE_POOL_SIZE: String(CONNECTIONS),
      SUPABASE_JWT_SECRET: this.secret,
      SECRET_MASTER_KEY: this.masterKey,
      RATE_LIMIT_API: '0',
      ...settings,
    });
  }

  async clear(): Promise<void> {
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
