import { CUSTOM, fieldsIn, type Filter } from '../filters/filter.js';
import { gradeOf } from '../filters/grade.js';
import type { Lead } from '../lead.answers.dto.js';
import type { LeadScore, ScoreEvidence, ScoreReason } from './score.dto.js';
import { countedRules, scoreOf, type ScoreRule } from './score-rules.js';
import type { NamedRules, RuleFinding } from './score.repository.js';

/** A score with its reasons: each rule that counts, its points now, and what it stands on. */
export function explained(
  lead: Lead,
  { groups, version }: NamedRules,
  findings: readonly RuleFinding[],
): LeadScore {
  const byRule = new Map(findings.map((finding) => [`${finding.group} ${finding.rule}`, finding]));
  const counted = countedRules(groups, (group, rule) => byRule.get(`${group} ${rule}`)?.points ?? null);
  const reasons = counted.flatMap(({ group: groupKey, rule: ruleKey, points }) => {
    const group = groups.find(({ key }) => key === groupKey);
    const rule = group?.rules.find(({ key }) => key === ruleKey);
    if (!group || !rule) return [];
    const evidence = evidenceOf(lead, rule.when, byRule.get(`${groupKey} ${ruleKey}`)?.events ?? []);
    return [reasonOf({ group: groupKey, weight: group.weight }, rule, points, evidence)];
  });
  return {
    lead_id: lead.id,
    score: lead.score,
    grade: gradeOf(lead.score),
    held: lead.score_held,
    by_rules: scoreOf(groups, counted),
    version,
    reasons,
  };
}

function reasonOf(
  { group, weight }: { group: string; weight: number },
  { key, name, points: full, half_life_days }: ScoreRule,
  points: number,
  evidence: ScoreEvidence[],
): ScoreReason {
  const moments = evidence.flatMap(({ at }) => at ?? []).toSorted();
  return {
    group,
    rule: key,
    name,
    points: Math.round(points * weight * 100) / 100,
    full_points: full,
    weight,
    half_life_days: half_life_days ?? null,
    at: moments.at(-1) ?? null,
    evidence,
  };
}

/** What a condition looked at: the fields of the lead, and the newest event of each kind. */
export function evidenceOf(lead: Lead, when: Filter, happened: RuleFinding['events']): ScoreEvidence[] {
  const fields = [...new Set(fieldsIn(when).map(({ field }) => field))].map((what) => ({
    what,
    value: valueOf(lead, what),
    at: lead.field_sources[what]?.at ?? lead.created_at,
    event_id: null,
  }));
  const events = happened.flatMap((event) =>
    event
      ? [
          {
            what: event.form_id ? 'submitted' : event.link ? 'clicked' : 'opened',
            value: event.form_id ?? event.link ?? event.campaign_id ?? null,
            at: event.at.replace(/\+00:00$/, 'Z'),
            event_id: event.id,
          },
        ]
      : [],
  );
  return [...fields, ...events];
}

function valueOf(lead: Lead, field: string): unknown {
  if (field.startsWith(CUSTOM)) return lead.custom_fields[field.slice(CUSTOM.length)] ?? null;
  if (field === 'ai_insights') return lead.enriched_data?.[field] ?? null;
  return (lead as unknown as Record<string, unknown>)[field] ?? null;
}
