import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { Visitor } from '#platform/http/visitor';
import { Retention } from '#platform/retention/retention';
import { AuditRepository } from '../audit/audit.repository.js';
import { RetentionKindUnknown, RetentionTooLong } from '../privacy.errors.js';
import { RETENTION_KINDS, type RetentionKind } from './retention-kinds.js';
import type { RetentionRule, Retentions } from './rule.dto.js';
import { RuleRepository } from './rule.repository.js';
import { RunRepository } from './run.repository.js';

/** As long as what is told of keys. */
const RUNS_KEPT_MS = 400 * 86_400_000;

/** How long owners want records kept; the clock that forgets what is old keeps to it. */
@Injectable()
export class RuleService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rules: RuleRepository,
    private readonly runs: RunRepository,
    private readonly audit: AuditRepository,
    private readonly retention: Retention,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    for (const kind of RETENTION_KINDS)
      this.retention.add({
        what: `${kind.kind} by rule`,
        // The age is told by the rule of each owner.
        keptMs: 1,
        forget: (_before, atMost) => this.runs.forget(kind, atMost),
      });
    this.retention.add({
      what: 'retention_runs',
      keptMs: RUNS_KEPT_MS,
      forget: (before, atMost) => this.runs.forgetOld(before, atMost),
    });
  }

  async list(ownerId: string): Promise<Retentions> {
    const [rules, runs] = [await this.rules.list(ownerId), await this.runs.last(ownerId)];
    return {
      kinds: RETENTION_KINDS.map((kind) => ({
        kind: kind.kind,
        days: rules.get(kind.kind) ?? null,
        days_at_most: this.mostOf(kind),
        last_run: runs.get(kind.kind) ?? null,
      })),
    };
  }

  async put(ownerId: string, rules: readonly RetentionRule[], visitor: Visitor): Promise<Retentions> {
    const last = [...new Map(rules.map((rule) => [rule.kind, rule])).values()];
    for (const { kind: name, days } of last) {
      const kind = RETENTION_KINDS.find((one) => one.kind === name);
      if (!kind) throw new RetentionKindUnknown(name);
      const most = this.mostOf(kind);
      if (most !== null && days !== null && days > most) throw new RetentionTooLong(name, most);
    }
    await this.database.transaction(async () => {
      await this.rules.put(ownerId, last);
      await this.audit.record(ownerId, 'retention.changed', { rules: last }, visitor);
    });
    return this.list(ownerId);
  }

  private mostOf({ kept }: RetentionKind): number | null {
    const days = typeof kept === 'string' ? this.settings[kept] : kept;
    return days === 0 ? null : days;
  }
}
