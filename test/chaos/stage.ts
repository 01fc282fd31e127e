import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppProcess, Crew } from './crew.ts';
import { FaultySink } from './faulty-sink.ts';
import { Marketer } from './marketer.ts';
import { ScratchDatabase } from './scratch-database.ts';

const LEASE_SECONDS = 3;
const CONNECTIONS = 4;

/** Everything a campaign needs around it, ours alone and gone afterwards: database, mail server, web process, workers. */
export class Stage {
  readonly sink: FaultySink;
  readonly crew: Crew;
  marketer!: Marketer;
  private readonly database: ScratchDatabase;
  private readonly folder: string;
  private readonly secret = randomBytes(32).toString('hex');
  private readonly masterKey = randomBytes(32).toString('hex');
  private web: AppProcess | undefined;

  private constructor(database: ScratchDatabase, folder: string, seed: number) {
    this.database = database;
    this.folder = folder;
    this.sink = new FaultySink(seed);
    this.crew = new Crew(
      (name) => this.process(name, { ROLES: 'worker,clock', PORT: '0' }),
      (name) => database.cutConnectionsOf(name),
    );
  }

  static async open(seed: number): Promise<Stage> {
    const database = await ScratchDatabase.create();
    const stage = new Stage(database, await mkdtemp(join(tmpdir(), 'marketing-chaos-')), seed);
    await stage.sink.listen();
    return stage;
  }

  rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.database.rows<Row>(sql, values);
  }

  /** The web process first, which brings the schema up to date, then the workers, all but `atWork` of them parked. */
  async fill(workers: number, atWork: number): Promise<void> {
    const port = await freePort();
    this.web = this.process('web', { ROLES: 'web', PORT: String(port) });
    await this.web.ready();
    this.marketer = await Marketer.signedIn(`http://127.0.0.1:${port}`, this.secret);
    await this.crew.park(workers, 2 * availableParallelism());
    for (let employed = 0; employed < atWork; employed++) this.crew.employ();
  }

  /** Processes that ended though nobody had killed them, each with its last words. */
  deserters(): string[] {
    const web = this.web?.isGone ? [this.web] : [];
    return [...web, ...this.crew.deserted].map(
      ({ name, lastWords }) => `${name} ended by itself:\n${lastWords}`,
    );
  }

  /** At once, for the moment this process ends without a chance to wait. */
  killAll(): void {
    this.web?.kill();
    this.crew.killAll();
  }

  async clear(): Promise<void> {
    this.killAll();
    await this.web?.gone();
    await this.crew.gone();
    await this.sink.close();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private process(name: string, settings: Record<string, string>): AppProcess {
    return new AppProcess(name, this.folder, {
      ENVIRONMENT: 'test',
      LOG_LEVEL: 'error',
      HOST: '127.0.0.1',
      DATABASE_URL: this.database.urlFor(name),
      DATABASE_POOL_SIZE: String(CONNECTIONS),
      SUPABASE_JWT_SECRET: this.secret,
      SECRET_MASTER_KEY: this.masterKey,
      SMTP_URL: this.sink.urlFor(name),
      BACKEND_URL: 'http://links.test',
      MAIL_LEASE_SECONDS: String(LEASE_SECONDS),
      RATE_LIMIT_API: '0',
      ...settings,
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
