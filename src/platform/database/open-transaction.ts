import { type Identity, impersonation } from './identity.js';
import type { SqlSession, Statement, StatementResult } from './sql-server.js';

/** A transaction in progress on one session. Each statement runs as its own identity, also when several share the session. */
export class OpenTransaction {
  readonly afterCommit: (() => void)[] = [];
  private ended = false;
  /** As whom the session speaks; undefined when that is not known. */
  private speaker: Identity | null | undefined;

  constructor(private readonly session: SqlSession) {}

  get isOpen(): boolean {
    return !this.ended;
  }

  /** Sent without waiting; if it fails, so does the first statement behind it. */
  begin(identity: Identity | null): Promise<void> {
    this.speaker = identity;
    return this.session.script(`begin; ${impersonation(identity)}`);
  }

  execute(identity: Identity | null, statement: Statement): Promise<StatementResult> {
    if (this.ended) return Promise.reject(new Error('A statement came after its transaction had ended.'));
    if (this.speaker !== identity) {
      this.speaker = identity;
      this.session.script(impersonation(identity)).catch(() => (this.speaker = undefined));
    }
    return this.session.execute(statement);
  }

  async commit(): Promise<void> {
    this.ended = true;
    await this.session.script('commit');
  }

  async rollback(): Promise<void> {
    this.ended = true;
    await this.session.script('rollback');
  }

  /** Runs `work` so that its failure undoes only itself. */
  async savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.session.script('savepoint part');
    try {
      const result = await work();
      await this.session.script('release savepoint part');
      return result;
    } catch (error) {
      this.speaker = undefined;
      await this.session.script('rollback to savepoint part; release savepoint part');
      throw error;
    }
  }
}
