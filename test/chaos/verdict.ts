import { faultOf, type FaultySink } from './faulty-sink.ts';
import type { CampaignReport } from './marketer.ts';
import type { Stage } from './stage.ts';
import { sample } from './trial.ts';

const FINAL = ['sent', 'failed', 'unknown', 'skipped'];
/** Each of ten connections may have one in doubt, some half of them have; a long run tells that from chance, a short one has to be near it. */
const UNKNOWN_PER_KILL = 6;
const UNKNOWN_PER_KILL_IN_A_SHORT_RUN = 8;
const KILLS_OF_A_LONG_RUN = 50;

interface MessageRow {
  id: string;
  address: string;
  state: string;
  response: string | null;
  settled: boolean;
  held: boolean;
  suppressed: boolean;
}

/** What is known when everything has come to rest. */
export interface Evidence {
  readonly seed: number;
  readonly addresses: readonly string[];
  readonly kills: number;
  readonly sink: FaultySink;
  readonly rows: readonly MessageRow[];
  readonly report: CampaignReport;
  readonly campaignStatus: string;
}

export function messagesOf(stage: Stage, campaignId: string): Promise<MessageRow[]> {
  return stage.rows<MessageRow>(
    `select m.id, m.email_norm as address, m.state, m.response, m.settled_at is not null as settled,
            m.lease_until is not null as held,
            exists (select from email_suppressions s
                    where s.created_by = m.created_by and s.email_norm = m.email_norm) as suppressed
     from email_messages m where m.campaign_id = $1`,
    [campaignId],
  );
}

/** Every promise about a mailing, each with what breaks it; kept when nothing does. */
export function violations(evidence: Evidence): string[] {
  return [...aboutDuplicates(evidence), ...aboutStates(evidence), ...aboutUnknown(evidence)].flatMap(
    ([promise, broken]) => (broken.length > 0 ? [`${promise}: ${sample(broken)}`] : []),
  );
}

type Finding = [promise: string, broken: readonly string[]];

function aboutDuplicates({ sink, rows }: Evidence): Finding[] {
  const idOf = new Map(rows.map(({ address, id }) => [address, id]));
  const taken = [...sink.taken];
  return [
    [
      'No recipient is written to twice',
      taken.filter(([, ids]) => ids.length > 1).map(([address]) => address),
    ],
    [
      'A mail carries the id of its own recipient',
      taken
        .filter(([address, ids]) => ids.some((id) => id !== idOf.get(address)))
        .map(([address]) => address),
    ],
  ];
}

function aboutStates({ seed, addresses, sink, rows, report, campaignStatus }: Evidence): Finding[] {
  const of = (test: (row: MessageRow) => boolean) =>
    rows.filter(test).map(({ address, state, response }) => `${address} (${state}: ${response})`);
  const wanted = new Set(addresses);
  const strays = rows.filter(({ address }) => !wanted.delete(address)).map(({ address }) => address);
  const isBounce = (address: string) => faultOf(seed, address) === 'bounce';
  const counted = FINAL.map((state) => rows.filter((row) => row.state === state).length);
  const reported = [report.sent, report.failed, report.unknown, report.skipped];
  return [
    ['Every recipient has exactly one message', [...wanted, ...strays]],
    [
      'Every message is in one final state, and nobody holds it',
      of(({ state, settled, held }) => !FINAL.includes(state) || !settled || held),
    ],
    [
      'What is called sent was accepted',
      of(({ state, address }) => state === 'sent' && !sink.taken.has(address)),
    ],
    [
      'What was accepted is called sent or unknown',
      of(({ state, address }) => sink.taken.has(address) && state !== 'sent' && state !== 'unknown'),
    ],
    [
      'Who bounces is failed and suppressed, and nobody else is',
      of(({ state, address, suppressed }) => {
        const bounce = isBounce(address);
        return bounce !== (state === 'failed') || bounce !== suppressed || state === 'skipped';
      }),
    ],
    [
      'The report of the API adds up to the audience and to the rows',
      String(counted) === String(reported) && report.recipients === addresses.length
        ? []
        : [
            `reported ${String(reported)} of ${report.recipients}, counted ${String(counted)} of ${addresses.length}`,
          ],
    ],
    ['The campaign is completed', campaignStatus === 'completed' ? [] : [campaignStatus]],
  ];
}

function aboutUnknown(evidence: Evidence): Finding[] {
  const { sink, rows, kills } = evidence;
  const { unknown } = figures(evidence);
  const drops = sink.dropped.size;
  const perKill = kills < KILLS_OF_A_LONG_RUN ? UNKNOWN_PER_KILL_IN_A_SHORT_RUN : UNKNOWN_PER_KILL;
  const allowed = drops + perKill * kills;
  return [
    [
      'A line dropped after acceptance is unknown',
      rows
        .filter(({ address, state }) => sink.dropped.has(address) && state !== 'unknown')
        .map(({ address }) => address),
    ],
    [
      `Unknown are fewer than ${perKill} per kill beside the dropped lines`,
      unknown < allowed || unknown === drops ? [] : [`${unknown} unknown, ${allowed} allowed`],
    ],
  ];
}

/** The counts worth printing. */
export function figures({ sink, rows }: Evidence) {
  const inState = (state: string) => rows.filter((row) => row.state === state);
  const unknown = inState('unknown');
  return {
    sent: inState('sent').length,
    failed: inState('failed').length,
    skipped: inState('skipped').length,
    unknown: unknown.length,
    unknownNotDelivered: unknown.filter(({ address }) => !sink.taken.has(address)).length,
    accepted: [...sink.taken.values()].reduce((total, ids) => total + ids.length, 0),
    duplicates: [...sink.taken.values()].filter((ids) => ids.length > 1).length,
    drops: sink.dropped.size,
    suppressed: rows.filter(({ suppressed }) => suppressed).length,
  };
}
