/** What a gate says of a mail at a moment: through, not yet, or never. `reason` is what is recorded. */
export type Verdict =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'wait'; readonly reason: string; readonly until?: Date }
  | { readonly verdict: 'skip'; readonly reason: string };

export const PASS: Verdict = { verdict: 'pass' };

/** One question that is asked before a mail leaves. Delivery acts on the verdict; an explanation shows it with its inputs. */
export interface Gate<Facts> {
  readonly name: string;
  readonly inputs: (facts: Facts) => Readonly<Record<string, unknown>>;
  readonly judge: (facts: Facts) => Verdict;
}

/** What the first gate says that does not let through; to pass is to pass all. */
export function judgedBy<Facts>(gates: readonly Gate<Facts>[], facts: Facts): Verdict {
  for (const gate of gates) {
    const verdict = gate.judge(facts);
    if (verdict.verdict !== 'pass') return verdict;
  }
  return PASS;
}
