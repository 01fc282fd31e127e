import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '#platform/retention/retention';
import type { Lead } from '../../lead.answers.dto.js';
import { LeadNotFound } from '../../lead.errors.js';
import { LeadService } from '../../lead.service.js';
import { evidenceOf } from '../../scoring/explained.js';
import type { Criterion } from '../rubrics/rubric.js';
import { RubricService } from '../rubrics/rubric.service.js';
import { type CriterionFinding, judged } from './judgement.js';
import type {
  LeadQualification,
  QualificationHistory,
  QualificationReason,
  QualifyLead,
} from './judgement.dto.js';
import { JudgementRepository, type NewJudgement, type RuleVerdict } from './judgement.repository.js';
import { type ModelFindings, ModelJudge } from './model-judge.js';
import { shownSources, undecided } from './quotes.js';

const HISTORY_TOLD = 20;
const KEPT_MS = 730 * 24 * 3_600_000;

/** Whether leads are worth a talk: by rules first, by a model where those leave it open, and always with what it stands on. */
@Injectable()
export class JudgementService implements OnModuleInit {
  constructor(
    private readonly judgements: JudgementRepository,
    private readonly leads: LeadService,
    private readonly rubrics: RubricService,
    private readonly model: ModelJudge,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'lead_qualifications',
      keptMs: KEPT_MS,
      forget: (before, atMost) => this.judgements.forget(before, atMost),
    });
  }

  /** A model is asked only where its answer could change the verdict. */
  async qualify(
    ownerId: string,
    leadId: string,
    { texts, ask_model }: QualifyLead,
    signal: AbortSignal,
  ): Promise<LeadQualification> {
    const lead = await this.leads.get(ownerId, leadId);
    const { rubric, version } = await this.rubrics.inForce(ownerId);
    const verdicts = await this.judgements.byRules(ownerId, lead.id, rubric.criteria);
    const ruled = rubric.criteria.map((criterion) => findingOf(lead, criterion, verdicts));
    const open = ruled.filter(({ verdict }) => verdict === 'unknown').map(({ criterion }) => criterion);
    const asks = (ask_model ?? rubric.ask_model) && judged(rubric, ruled).verdict === 'needs_review';
    const read = asks ? await this.read(ownerId, lead, { open, texts, signal }) : NOT_READ;
    const findings = ruled.map(
      (finding) => read.findings.find(({ criterion }) => criterion === finding.criterion) ?? finding,
    );
    const [kept] = await this.judgements.record(ownerId, [
      {
        ...judged(rubric, findings),
        leadId: lead.id,
        qualifyAt: rubric.qualify_at,
        reasons: findings.map(reasonOf),
        rubricVersion: version,
        judgedBy: 'rubric',
        ai: read.ai,
        aiProblem: read.problem,
        costMicros: read.costMicros,
      },
    ]);
    if (!kept) throw new LeadNotFound();
    return kept;
  }

  async history(ownerId: string, leadId: string): Promise<QualificationHistory> {
    const { id } = await this.leads.get(ownerId, leadId);
    const [current = null, ...history] = await this.judgements.newest(ownerId, id, HISTORY_TOLD + 1);
    return { current, history };
  }

  /** Keeps what an agent was told to judge by its own criteria, and moves the leads as every judgement does. */
  record(ownerId: string, judgements: readonly NewJudgement[]): Promise<LeadQualification[]> {
    return this.judgements.record(ownerId, judgements);
  }

  private async read(
    ownerId: string,
    lead: Lead,
    { open, texts, signal }: { open: readonly Criterion[]; texts: QualifyLead['texts']; signal: AbortSignal },
  ): Promise<ModelFindings> {
    const sources = shownSources([
      ...texts.map(({ source, text }) => ({ kind: 'text' as const, ref: source, text })),
      { kind: 'notes', ref: lead.id, text: lead.notes ?? '' },
      ...(await this.judgements.written(ownerId, lead.id)),
    ]);
    return this.model.judge(ownerId, open, sources, signal);
  }
}

const NOT_READ: ModelFindings = { findings: [], ai: false, problem: null, costMicros: 0 };

function findingOf(lead: Lead, criterion: Criterion, verdicts: readonly RuleVerdict[]): CriterionFinding {
  const ruled = verdicts.find(({ key }) => key === criterion.key);
  const { met_when, unmet_when } = criterion;
  const when = ruled?.verdict === 'unmet' ? unmet_when : met_when;
  if (!ruled?.verdict || !when) return undecided(criterion);
  const evidence = evidenceOf(lead, when, ruled.events);
  return { criterion, verdict: ruled.verdict, by: 'rule', evidence, quote: null, source: null };
}

function reasonOf({ criterion, ...finding }: CriterionFinding): QualificationReason {
  const { key, name, weight, required } = criterion;
  return { criterion: key, name, weight, required, ...finding, evidence: [...finding.evidence] };
}
