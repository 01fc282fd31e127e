import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import type { Performance } from '#domains/campaigns/performance/metric-score';

/** Sends a message on a day when such people read it. */
interface SendSlot {
  /** 0 is Sunday. */
  readonly weekday: number;
  /** UTC. */
  readonly hour: number;
}

const FOR_DECIDERS: SendSlot = { weekday: 2, hour: 10 };
const FOR_OTHERS: SendSlot = { weekday: 3, hour: 14 };
const DECIDER = /\b(?:ceo|manager|director)\b/i;

/** The next Tuesday 10:00 UTC for those who decide, the next Wednesday 14:00 UTC for others; the same day only before that hour. */
export function nextSendTime(campaign: Pick<Campaign, 'target_audience'>, now: Date): Date {
  const { weekday, hour } = DECIDER.test(titlesOf(campaign.target_audience)) ? FOR_DECIDERS : FOR_OTHERS;
  const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour));
  const days = (weekday - now.getUTCDay() + 7) % 7;
  at.setUTCDate(at.getUTCDate() + (days === 0 && now >= at ? 7 : days));
  return at;
}

function titlesOf(audience: Campaign['target_audience']): string {
  if (typeof audience === 'string') return audience;
  const title = audience?.['job_title'];
  return typeof title === 'string' ? title : '';
}

/** What to do about a score, by rules alone. */
export function recommendationsFor(score: number | null): string[] {
  if (score === null)
    return [
      'Launch it, or record results: nothing has been measured yet.',
      'Set a target to measure against.',
      'Tag links so that visits can be counted.',
    ];
  if (score < 30)
    return [
      'Rework the message: it does not reach its readers.',
      'Segment the audience more finely.',
      'Try other send times.',
    ];
  if (score < 60)
    return [
      'Test other subject lines.',
      'Test another call to action against the one you have.',
      'Leave out readers who never react.',
    ];
  return [
    'Scale it up: it does better than is usual.',
    'Make new variations before readers tire of it.',
    'Look for audiences like the one it reaches.',
  ];
}

export interface Health {
  readonly status: 'healthy' | 'warning' | 'critical';
  readonly message: string;
  readonly recommendations: readonly string[];
}

/** How a running campaign is doing: below 20 is critical, below 50 and without readings a warning. */
export function healthOf({ score }: Pick<Performance, 'score'>): Health {
  if (score === null)
    return {
      status: 'warning',
      message: 'No recent performance data',
      recommendations: ['Check that results are being recorded.'],
    };
  if (score < 20)
    return {
      status: 'critical',
      message: `Performance is far below what is usual (${score} of 100)`,
      recommendations: ['Review the targeting.', 'Update the creative.', 'Consider pausing it.'],
    };
  if (score < 50)
    return {
      status: 'warning',
      message: `Performance is below what is usual (${score} of 100)`,
      recommendations: recommendationsFor(score),
    };
  return {
    status: 'healthy',
    message: `Performance is as it should be (${score} of 100)`,
    recommendations: [],
  };
}

/** What a campaign says, as it would be sent; what was proposed for it before is left out. */
export function copyOf({ name, type, content, target_audience }: Campaign): string {
  const { ai_optimizations: _proposed, optimization_date: _at, original_version: _old, ...said } = content;
  return JSON.stringify({ name, type, target_audience, content: said }, null, 1).slice(0, 20_000);
}

/** The subject line and the body of a campaign's mail, as far as it has them. */
export function mailOf({ name, content }: Campaign): { subject: string; body: string } {
  const email = content['email'] as { subject_line?: unknown; body?: unknown } | undefined;
  return {
    subject: typeof email?.subject_line === 'string' ? email.subject_line : name,
    body: typeof email?.body === 'string' ? email.body : '',
  };
}
