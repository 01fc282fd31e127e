import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely } from 'kysely';
import { DatabaseUnavailable, isConnectionLost, isRaceLost, translated } from './database.errors.js';
import { OpenTransaction } from './open-transaction.js';
import { type Identity, impersonation } from './identity.js';
import { scopes } from './scope.js';
import type { Schema } from './schema.generated.js';
import type { ServiceReason } from './service-access.js';
import type { SqlServer, SqlSession, Statement, StatementResult } from './sql-server.js';
import { TenantDialect } from './tenant-dialect.js';

const RETRIES_AFTER_A_LOST_RACE = 3;

/** Undoes a transaction that has nothing wrong with it. */
class TriedOut<Result> extends Error {
  result: Result | undefined;
}

/**
 * The database as the identity of the moment sees it. Statements outside a transaction travel with their `begin`, role,
 * claims and `commit` in one flight; inside one they join it, wherever the code stands.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly logger = new Logger(Database.name);
  private readonly builder: Kysely<Schema>;

  constructor(readonly server: SqlServer) {
    this.builder = new Kysely<Schema>({ dialect: new TenantDialect((statement) => this.execute(statement)) });
  }

  /** The query builder for the named tables, inside the running transaction if there is one. */
  tables<Table extends keyof Schema>(..._names: Table[]): Kysely<Pick<Schema, Table>> {
    return this.builder as unknown as Kysely<Pick<Schema, Table>>;
  }

  /** Who the current work runs as; null where nobody has been named. */
  get identity(): Identity | null {
    return scopes.getStore()?.identity ?? null;
  }

  /** Runs one statement as the current identity; one that lost a race, and was alone in its transaction, is run again. */
  async execute(statement: Statement): Promise<StatementResult> {
    const scope = scopes.getStore();
    if (!scope?.transaction) return this.untilWon(() => this.inOneFlight(statement, scope?.identity ?? null));
    try {
      return await scope.transaction.execute(scope.identity, statement);
    } catch (error) {
      throw translated(error);
    }
  }

  /** Runs `work` in one transaction, joining one already running; one that lost a race is run again. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    if (scopes.getStore()?.transaction) return work();
    return this.untilWon(() => this.newTransaction(work));
  }

  /** Runs `work` as one tenant, under row-level security. */
  as<Result>(userId: string, work: () => Promise<Result>): Promise<Result> {
    return this.under({ role: 'authenticated', userId }, work);
  }

  /** Runs `work` past row-level security, for one of the reasons listed in `service-access.ts`. */
  asService<Result>(reason: ServiceReason, work: () => Promise<Result>): Promise<Result> {
    return this.under({ role: 'service_role', reason }, work);
  }

  /** Runs `work` so that its failure undoes only itself; without a running transaction, in one of its own. */
  savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = scopes.getStore()?.transaction;
    return running ? running.savepoint(work) : this.transaction(work);
  }

  /** Answers what `work` answers, and undoes what it has written. */
  async undone<Result>(work: () => Promise<Result>): Promise<Result> {
    const tried = new TriedOut<Result>();
    try {
      await this.savepoint(async () => {
        tried.result = await work();
        throw tried;
      });
    } catch (error) {
      if (error !== tried) throw error;
    }
    return tried.result as Result;
  }

  /** Calls `work` once the running transaction has committed, or at once when there is none. Its failure is only logged. */
  onCommit(work: () => void): void {
    const transaction = scopes.getStore()?.transaction;
    if (transaction?.isOpen) transaction.afterCommit.push(work);
    else work();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server.close();
  }

  private under<Result>(identity: Identity, work: () => Promise<Result>): Promise<Result> {
    const running = scopes.getStore()?.transaction;
    return scopes.run({ identity, transaction: running?.isOpen ? running : null }, work);
  }

  private async untilWon<Result>(run: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await run();
      } catch (error) {
        if (attempt > RETRIES_AFTER_A_LOST_RACE || !isRaceLost(error)) throw translated(error);
      }
    }
  }

  private async inOneFlight(statement: Statement, identity: Identity | null): Promise<StatementResult> {
    const session = await this.lent();
    const flight = [
      session.script(`begin; ${impersonation(identity)}`),
      session.execute(statement),
      session.script('commit'),
    ] as const;
    const settled = await Promise.allSettled(flight);
    const failed = settled.find((part) => part.status === 'rejected');
    this.server.release(session, failed !== undefined && isConnectionLost(failed.reason));
    if (failed) {
      throw failed.reason;
    }
    return flight[1];
  }

  private async newTransaction<Result>(work: () => Promise<Result>): Promise<Result> {
    const identity = this.identity;
    const session = await this.lent();
    const transaction = new OpenTransaction(session);
    let broken = false;
    try {
      const begun = transaction.begin(identity);
      begun.catch(() => undefined);
      const result = await scopes.run({ identity, transaction }, work);
      await begun;
      await transaction.commit();
      this.follow(transaction.afterCommit);
      return result;
    } catch (error) {
      broken = isConnectionLost(error) || !(await this.rolledBack(transaction));
      throw error;
    } finally {
      this.server.release(session, broken);
    }
  }

  private follow(works: readonly (() => void)[]): void {
    for (const work of works)
      try {
        work();
      } catch (error) {
        this.logger.error({ err: error }, 'What should follow a commit failed');
      }
  }

  private async rolledBack(transaction: OpenTransaction): Promise<boolean> {
    try {
      await transaction.rollback();
      return true;
    } catch (error) {
      this.logger.warn(`A transaction could not be rolled back: ${String(error)}`);
      return false;
    }
  }

  private async lent(): Promise<SqlSession> {
    try {
      return await this.server.acquire();
    } catch (error) {
      throw new DatabaseUnavailable().after(5).because(error);
    }
  }
}
