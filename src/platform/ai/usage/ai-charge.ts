/** What was counted against the budget of a UTC day, in millionths of a US dollar. */
export interface Counted {
  readonly day: string;
  readonly micros: number;
}

/** What one call was charged: its row in `ai_usage`, and what of its owner's budget it took; null where none is kept. */
export interface AiCharge {
  readonly usageId: string;
  readonly counted: Counted | null;
}
