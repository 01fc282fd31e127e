import type { Estate } from './estate.ts';
import { faultOf, type Fault } from './rough-sink.ts';

const STEPS = 2;
const REFUSED: readonly Fault[] = ['bounce', 'spam'];

/** A lead that was let into the sequence or the workflow: once each, unless something is wrong. */
export interface Passage {
  readonly address: string;
  readonly door: 'sequence' | 'workflow';
  readonly status: string | null;
  readonly reason: string | null;
  readonly messages: number;
  /** Messages that a step of its own accounts for. */
  readonly accounted: number;
}

export function passagesOf(estate: Estate): Promise<Passage[]> {
  return estate.rows<Passage>(
    `select l.email_norm as address, 'sequence' as door, e.status, e.stop_reason as reason,
       (select count(*)::int from email_messages m where m.lead_id = l.id) as messages,
       (select count(distinct s.message_id)::int from email_sequence_sends s
        where s.enrolment_id = e.id and s.outcome = 'posted') as accounted
     from leads l left join email_sequence_enrolments e on e.lead_id = l.id where l.tags @> array['sequence']
     union all
     select l.email_norm, 'workflow', x.status, x.error_message,
       (select count(*)::int from email_messages m where m.lead_id = l.id),
       case when x.status = 'completed' then 1 else 0 end
     from leads l left join workflow_executions x on x.lead_id = l.id where l.tags @> array['flow']`,
  );
}

/** Every promise about them, each with what breaks it. */
export function aboutPassages(
  seed: number,
  passages: readonly Passage[],
): [promise: string, broken: readonly string[]][] {
  const of = (door: Passage['door'], test: (passage: Passage) => boolean) =>
    passages.filter((passage) => passage.door === door && test(passage)).map(told);
  const times = new Map<string, number>();
  for (const { address } of passages) times.set(address, (times.get(address) ?? 0) + 1);
  return [
    [
      'Both doors were used',
      (['sequence', 'workflow'] as const).filter((door) => of(door, () => true).length === 0),
    ],
    ['Who is let in is let in once', [...times].flatMap(([address, count]) => (count > 1 ? [address] : []))],
    ['Whoever is in a workflow comes to its end', of('workflow', ({ status }) => status !== 'completed')],
    ['A workflow of one mail has posted one', of('workflow', ({ messages }) => messages !== 1)],
    [
      'A sequence is left before its end by those alone whose mail came back',
      of('sequence', ({ status, address }) => {
        const hasLeft = status === 'stopped' && REFUSED.includes(faultOf(seed, address));
        return status !== 'completed' && !hasLeft;
      }),
    ],
    [
      'A sequence of two mails has posted each once',
      of('sequence', ({ status, messages, accounted }) =>
        status === 'completed' ? messages !== STEPS || accounted !== STEPS : messages !== accounted,
      ),
    ],
  ];
}

function told({ address, status, reason, messages }: Passage): string {
  return `${address} ${status ?? 'never'}${reason === null ? '' : ` (${reason})`}, ${messages} messages`;
}
