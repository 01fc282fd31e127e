/** What may be spent on questions, and what has been. Many may take from it at once. */
export class Spending {
  constructor(
    /** Null for whatever it costs. */
    private readonly limitMicros: number | null,
    private spentMicros = 0,
  ) {}

  get spent(): number {
    return this.spentMicros;
  }

  /** Whether a question of this price may be asked; it is paid at once. One whose price is not known needs something left. */
  take(priceMicros: number | null): boolean {
    const price = priceMicros ?? 0;
    if (price === 0 && priceMicros !== null) return true;
    const left = this.limitMicros === null ? Infinity : this.limitMicros - this.spentMicros;
    if (price > left || (priceMicros === null && left <= 0)) return false;
    this.spentMicros += price;
    return true;
  }

  /** Puts right what was taken for a question once it is known what it has cost. */
  settle(priceMicros: number | null, costMicros: number): void {
    this.spentMicros += costMicros - (priceMicros ?? 0);
  }
}
