import { sample } from '../trial.ts';
import type { Estate } from './estate.ts';
import { aboutPassages, type Passage } from './passages.ts';
import { faultOf, type Fault } from './rough-sink.ts';

const FINAL = ['sent', 'failed', 'unknown', 'skipped'];
const REFUSED: readonly Fault[] = ['bounce', 'spam'];
/** Each worker has thirty mails on their way at most. */
const LANES = 30;

/** A message as it stands when everything has come to rest. */
export interface MessageRow {
  readonly id: string;
  readonly address: string;
  readonly campaign: string | null;
  readonly state: string;
  readonly reason: string | null;
  /** By which it was handed over, where that was written down. */
  readonly transport: string | null;
  readonly isHeld: boolean;
}

/** Time in which a campaign must be silent: from five seconds after its owner was told that it is, to when it may go on. */
export interface Silence {
  readonly campaign: string;
  readonly what: string;
  readonly from: number;
  readonly to: number;
}

export interface Evidence {
  readonly seed: number;
  readonly estate: Estate;
  readonly rows: readonly MessageRow[];
  /** Of who was let into the sequence and the workflow. */
  readonly passages: readonly Passage[];
  /** Leads of the mailing that is left alone, and of the large one that is paused and stopped. */
  readonly audiences: ReadonlyMap<string, readonly string[]>;
  readonly stopped: string;
  /** Addresses that must not be written to, with the reason that is to be told. */
  readonly barred: ReadonlyMap<string, string>;
  readonly silences: readonly Silence[];
  readonly open: Readonly<Record<string, number>>;
}

export function messagesOf(estate: Estate): Promise<MessageRow[]> {
  return estate.rows<MessageRow>(
    `select id, email_norm as address, campaign_id as campaign, state, skip_reason as reason, transport,
       lease_until is not null as "isHeld" from email_messages`,
  );
}

type Finding = [promise: string, broken: readonly string[]];

/** Every promise, each with what breaks it; kept when nothing does. */
export function violations(evidence: Evidence): string[] {
  const findings = [
    ...aboutDuplicates(evidence),
    ...aboutKeys(evidence),
    ...aboutStates(evidence),
    ...aboutSkips(evidence),
    ...aboutPassages(evidence.seed, evidence.passages),
    ...aboutSilence(evidence),
    ...aboutDoubt(evidence),
  ];
  return findings.flatMap(([promise, broken]) =>
    broken.length > 0 ? [`${promise} (${broken.length}): ${sample(broken)}`] : [],
  );
}

function aboutDuplicates({ estate: { books }, rows }: Evidence): Finding[] {
  const addressOf = new Map(rows.map(({ id, address }) => [id, address]));
  const taken = [...books.taken];
  return [
    ['No message is taken twice', taken.filter(([, mails]) => mails.length > 1).map(([id]) => id)],
    [
      'A mail goes to its own recipient',
      taken
        .filter(([id, mails]) => mails.some(({ address }) => address !== addressOf.get(id)))
        .map(([id]) => id),
    ],
  ];
}

/** The provider takes a mail once under a key; what is asked again under it is the same, and only while nobody knows. */
function aboutKeys({ estate: { provider, books } }: Evidence): Finding[] {
  return [
    ['The provider knows a message by its id', provider.misnamed],
    ['What is asked again under a key is the same', provider.changed],
    ['Nobody asks again who was told yes', provider.askedAgain],
    ['Both ways were used', (['smtp', 'api'] as const).filter((way) => books.countOf(way) === 0)],
  ];
}

function aboutStates({ seed, estate: { books }, rows, audiences, open }: Evidence): Finding[] {
  const of = (test: (row: MessageRow) => boolean) => rows.filter(test).map(told);
  const missing = [...audiences].flatMap(([campaign, addresses]) => {
    const there = rows.filter((row) => row.campaign === campaign).map(({ address }) => address);
    const wanted = new Set(addresses);
    const strays = there.filter((address) => !wanted.delete(address));
    return [...wanted, ...strays].map((address) => `${address} of ${campaign}`);
  });
  return [
    ['Every recipient of a campaign has exactly one message', missing],
    [
      'Every message is in one final state, and nobody holds it',
      of(({ state, isHeld }) => !FINAL.includes(state) || isHeld),
    ],
    ['What is called sent was accepted', of(({ state, id }) => state === 'sent' && !books.has(id))],
    [
      'What was accepted is called sent or unknown',
      of(({ state, id }) => books.has(id) && state !== 'sent' && state !== 'unknown'),
    ],
    [
      'Who is refused for good is failed, and nobody else is',
      of(({ state, address }) => state === 'failed' && !REFUSED.includes(faultOf(seed, address))),
    ],
    [
      'Everything else has come to its end',
      Object.entries(open).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : [])),
    ],
  ];
}

function aboutSkips({ estate: { books }, rows, barred, stopped, seed }: Evidence): Finding[] {
  const written = new Set(books.all.map(({ address }) => address));
  const isRight = ({ address, reason, campaign }: MessageRow): boolean => {
    const why = barred.get(address);
    if (why !== undefined) return reason === why;
    if (reason === 'campaign_stopped') return campaign === stopped;
    return reason === 'suppressed:hard_bounce' && faultOf(seed, address) === 'bounce';
  };
  return [
    ['Nobody who is suppressed is written to', [...barred.keys()].filter((address) => written.has(address))],
    [
      'Who is suppressed is skipped for that reason',
      rows.filter((row) => barred.has(row.address) && row.state !== 'skipped').map(told),
    ],
    ['Every skip has its reason', rows.filter((row) => row.state === 'skipped' && !isRight(row)).map(told)],
  ];
}

function aboutSilence({ estate: { books }, rows, silences }: Evidence): Finding[] {
  const campaignOf = new Map(rows.map(({ id, campaign }) => [id, campaign]));
  return silences.map(({ campaign, what, from, to }) => [
    `Nothing leaves five seconds after ${what}`,
    [...books.taken].flatMap(([id, mails]) =>
      mails
        .filter(({ at }) => campaignOf.get(id) === campaign && at > from && at < to)
        .map(({ at, address }) => `${address} after ${((at - from) / 1_000 + 5).toFixed(1)} s`),
    ),
  ]);
}

/** What nobody can know is what lines were dropped with, and what a killed worker or a killed database had on its way. */
function aboutDoubt({ seed, estate: { kills, restarts, api }, rows }: Evidence): Finding[] {
  const unexplained = rows.filter(({ state, address, transport }) => {
    const fault = faultOf(seed, address);
    // The provider is asked again by the same key, until it says what it has.
    return state === 'unknown' && ((fault !== 'drop' && fault !== 'cut') || transport === api);
  });
  const allowed = LANES * kills + 3 * LANES * restarts;
  return [
    [
      `Beside dropped lines at most ${allowed} are unknown`,
      unexplained.length > allowed ? unexplained.map(told) : [],
    ],
  ];
}

function told({ address, state, reason }: MessageRow): string {
  return `${address} ${state}${reason === null ? '' : ` (${reason})`}`;
}
