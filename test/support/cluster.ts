import { execFile, execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './process.js';

const run = promisify(execFile);

/** Where Postgres' own programs are; null on a machine without them. */
export const POSTGRES_PROGRAMS = globSync('/usr/lib/postgresql/*/bin').toSorted().at(-1) ?? null;

/** A Postgres server of the test's own, which it may kill. Postgres does not run as root, so root becomes `postgres`. */
export class PrivateCluster {
  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly owner: { uid: number; gid: number } | undefined,
  ) {}

  static async start(): Promise<PrivateCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'marketing-cluster-'));
    const idOf = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
    const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;
    if (owner) await chown(folder, owner.uid, owner.gid);
    const cluster = new PrivateCluster(folder, await freePort(), owner);
    await cluster.program('initdb', '-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '--no-sync');
    await cluster.begin();
    return cluster;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  async begin(): Promise<void> {
    const options = `-p ${this.port} -k ${this.folder} -c listen_addresses=127.0.0.1 -c fsync=off`;
    await this.program(
      'pg_ctl',
      '-D',
      join(this.folder, 'data'),
      '-l',
      join(this.folder, 'log'),
      '-w',
      '-o',
      options,
      'start',
    );
  }

  /** As a crash or a pulled plug would. */
  async kill(): Promise<void> {
    await this.program('pg_ctl', '-D', join(this.folder, 'data'), '-m', 'immediate', 'stop');
  }

  async remove(): Promise<void> {
    await this.kill().catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async program(name: string, ...args: string[]): Promise<void> {
    await run(join(POSTGRES_PROGRAMS ?? '', name), args, { cwd: this.folder, ...this.owner });
  }
}
