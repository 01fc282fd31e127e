import { availableParallelism } from 'node:os';
import { type AppProcess, Crew } from './crew.ts';
import { FaultySink } from './faulty-sink.ts';
import { freePort, Ground } from './ground.ts';
import { Marketer } from './marketer.ts';

const LEASE_SECONDS = 3;

/** Everything a campaign needs around it, ours alone and gone afterwards: database, mail server, web process, workers. */
export class Stage {
  readonly sink: FaultySink;
  readonly crew: Crew;
  marketer!: Marketer;
  private readonly ground: Ground;
  private readonly settings: Record<string, string>;
  private web: AppProcess | undefined;

  private constructor(ground: Ground, seed: number, settings: Record<string, string>) {
    this.ground = ground;
    this.settings = settings;
    this.sink = new FaultySink(seed);
    this.crew = new Crew(
      (name) => this.process(name, { ROLES: 'worker,clock', PORT: '0' }),
      (name) => ground.database.cutConnectionsOf(name),
    );
  }

  /** The settings are for every process. */
  static async open(seed: number, settings: Record<string, string> = {}): Promise<Stage> {
    const stage = new Stage(await Ground.lay(), seed, settings);
    await stage.sink.listen();
    return stage;
  }

  rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.ground.database.rows<Row>(sql, values);
  }

  /** The web process first, which brings the schema up to date, then the workers, all but `atWork` of them parked. */
  async fill(workers: number, atWork: number): Promise<void> {
    const port = await freePort();
    this.web = this.process('web', { ROLES: 'web', PORT: String(port) });
    await this.web.ready();
    this.marketer = await Marketer.signedIn(`http://127.0.0.1:${port}`, this.ground.secret);
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
    await this.ground.clear();
  }

  private process(name: string, settings: Record<string, string>): AppProcess {
    return this.ground.process(name, {
      SMTP_URL: this.sink.urlFor(name),
      // So many mails each killed worker may leave in doubt.
      SMTP_CONNECTIONS: '10',
      BACKEND_URL: 'http://links.test',
      MAIL_LEASE_SECONDS: String(LEASE_SECONDS),
      OUTBOUND_ALLOW: '127.0.0.1',
      ...this.settings,
      ...settings,
    });
  }
}
