import type { TestApp } from '../../support/app.js';

const HOUR_MS = 60 * 60_000;
const STAGES = ['contacted', 'qualified', 'opportunity', 'customer'] as const;
const RANKS: Record<string, number> = {
  contacted: 1,
  qualified: 2,
  opportunity: 3,
  customer: 4,
  converted: 4,
};

interface Row {
  source: string;
  campaign_id: string | null;
  form_id: string | null;
  status: string | null;
  lead_score: number | null;
  came: number;
  contacted: number | null;
  qualified: number | null;
  opportunity: number | null;
  customer: number | null;
}

type Counters = Record<string, [leads: number, scoreSum: number, scored: number]>;

/** What the leads of an owner come to, counted one by one: what the counters must say. */
export async function countedOneByOne(app: TestApp, ownerId: string): Promise<Counters> {
  const rows = await app.sql<Row>(
    `select source, campaign_id, form_id, status, lead_score, extract(epoch from created_at)::float8 * 1000 as came,
       ${STAGES.map((stage) => `extract(epoch from ${stage}_at)::float8 * 1000 as ${stage}`).join(', ')}
     from leads where created_by = $1`,
    [ownerId],
  );
  const counters: Counters = {};
  const count = (name: string, score: number, scored: number) => {
    const [leads, sum, all] = counters[name] ?? [0, 0, 0];
    counters[name] = [leads + 1, sum + score, all + scored];
  };
  for (const row of rows) {
    const day = new Date(row.came).toISOString().slice(0, 10);
    for (const time of [`day ${day}`, `month ${day.slice(0, 7)}-01`]) {
      const status = row.status ?? 'new';
      const score = row.lead_score ?? 0;
      for (const key of [
        'all ',
        `source ${row.source}`,
        `origin ${row.campaign_id ?? ''}/${row.form_id ?? ''}`,
      ])
        count(`${time} ${key} ${status} -1`, score, score > 0 ? 1 : 0);
      for (const [place, stage] of STAGES.entries()) {
        const at = row[stage];
        if (at === null && (RANKS[status] ?? 0) <= place) continue;
        const hours = at === null || at <= row.came ? -1 : Math.floor((at - row.came) / HOUR_MS);
        count(`${time} reached  ${stage} ${[2160, 720, 168, 0, -1].find((from) => hours >= from)}`, 0, 0);
        if (stage === 'qualified' || stage === 'customer')
          count(`${time} pace ${row.source} ${stage} ${rounded(hours)}`, 0, 0);
      }
    }
  }
  return counters;
}

/** What the counters of an owner say, those that come to nothing left out. */
export async function keptCounters(app: TestApp, ownerId: string, table = 'app.lead_figures') {
  const rows = await app.sql<{ name: string; counts: Counters[string] }>(
    `select span || ' ' || starts || ' ' || kind || ' ' || key || ' ' || state || ' ' || after_hours as name,
       json_build_array(sum(leads), sum(score_sum), sum(scored)) as counts
     from ${table} where created_by = $1 group by 1 having sum(leads) <> 0 or sum(score_sum) <> 0 or sum(scored) <> 0`,
    [ownerId],
  );
  return Object.fromEntries(rows.map(({ name, counts }) => [name, counts]));
}

function rounded(hours: number): number {
  if (hours < 24) return hours;
  return hours < 720 ? hours - (hours % 24) : hours - ((hours - 720) % 168);
}
