import { setTimeout as sleep } from 'node:timers/promises';
import { PrivateCluster } from '../../support/cluster.ts';
import type { AppProcess } from '../crew.ts';
import { freePort, Ground } from '../ground.ts';
import { Marketer } from '../marketer.ts';
import { Books } from './books.ts';
import { RoughProvider } from './rough-provider.ts';
import { RoughSink } from './rough-sink.ts';

const AT_WORK = 3;
const LEASE_SECONDS = 5;
const AGAIN_AFTER_MS = 200;
const AGAIN_FOR_MS = 30_000;

/** What the trial stands on: a Postgres of its own, a rough mail server and a rough provider, one process for the web and three workers. */
export class Estate {
  marketer!: Marketer;
  /** The id of the transport that leads to the provider. */
  api!: string;
  kills = 0;
  restarts = 0;
  private readonly cluster: PrivateCluster;
  private readonly ground: Ground;
  readonly books: Books;
  readonly provider: RoughProvider;
  private readonly sink: RoughSink;
  private web: AppProcess | undefined;
  private readonly working: AppProcess[] = [];
  private readonly all: AppProcess[] = [];

  private constructor(cluster: PrivateCluster, ground: Ground, seed: number, random: () => number) {
    this.cluster = cluster;
    this.ground = ground;
    this.books = new Books();
    this.sink = new RoughSink(seed, random, this.books);
    this.provider = new RoughProvider(seed, random, this.books);
  }

  static async open(seed: number, random: () => number): Promise<Estate> {
    const cluster = await PrivateCluster.start();
    const estate = new Estate(cluster, await Ground.lay(cluster.url), seed, random);
    await estate.sink.listen();
    await estate.provider.listen();
    return estate;
  }

  async fill(): Promise<void> {
    const port = await freePort();
    this.web = this.process('web', { ROLES: 'web', PORT: String(port) });
    await this.web.ready();
    this.marketer = await Marketer.signedIn(`http://127.0.0.1:${port}`, this.ground.secret);
    this.api = await this.marketer.connect(this.provider.url);
    await Promise.all(Array.from({ length: AT_WORK }, () => this.employ()));
  }

  /** One of the workers, whatever it is at, is gone; another takes its place. */
  async kill(random: () => number): Promise<void> {
    const [victim] = this.working.splice(Math.floor(random() * this.working.length), 1);
    victim?.kill();
    this.kills += 1;
    await this.employ();
  }

  /** Postgres as after a power cut. */
  async restart(): Promise<void> {
    await this.cluster.kill();
    await this.cluster.begin();
    this.restarts += 1;
  }

  /** Rows past row-level security; asked for again while the database is away. */
  rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return persistently(() => this.ground.database.rows<Row>(sql, values));
  }

  /** The most memory that a worker has held of those who are there. */
  get peakMegabytes(): number {
    return Math.max(...this.working.map(({ peakMegabytes }) => peakMegabytes));
  }

  deserters(): string[] {
    const web = this.web ? [this.web] : [];
    return [...web, ...this.all]
      .filter((process) => process.isWanted && process.isGone)
      .map(({ name, lastWords }) => `${name} ended by itself:\n${lastWords}`);
  }

  killAll(): void {
    for (const process of [...(this.web ? [this.web] : []), ...this.all]) process.kill();
  }

  async clear(): Promise<void> {
    this.killAll();
    await Promise.all(this.all.map((process) => process.gone()));
    await this.web?.gone();
    await this.sink.close();
    await this.provider.close();
    await this.ground.clear();
    await this.cluster.remove();
  }

  private async employ(): Promise<void> {
    const worker = this.process(`worker-${this.all.length + 1}`, { ROLES: 'worker,clock', PORT: '0' });
    this.all.push(worker);
    await worker.ready();
    this.working.push(worker);
  }

  private process(name: string, settings: Record<string, string>): AppProcess {
    return this.ground.process(name, {
      SMTP_URL: this.sink.url,
      BACKEND_URL: 'http://links.test',
      MAIL_LEASE_SECONDS: String(LEASE_SECONDS),
      OUTBOUND_ALLOW: '127.0.0.1',
      ...settings,
    });
  }
}

/** Does what can be done twice until it is done, for as long as an outage may last. */
export async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const end = performance.now() + AGAIN_FOR_MS; ; await sleep(AGAIN_AFTER_MS))
    try {
      return await work();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
}
