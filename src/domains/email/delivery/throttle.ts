/** How many mails a throttled mailing may still let through. */
export interface Tokens {
  readonly tokens: number;
  /** Seconds since `tokens` was true. */
  readonly elapsed: number;
}

export interface Draw {
  readonly take: number;
  readonly tokens: number;
  /** Seconds until there is another one; 0 when some were taken. */
  readonly wait: number;
}

const BURST_SECONDS = 5;

/** Takes up to `wanted` tokens from a bucket that fills with `perMinute` and holds five seconds' worth, at least one. */
export function draw(bucket: Tokens, perMinute: number, wanted: number): Draw {
  const perSecond = perMinute / 60;
  const full = Math.max(1, perSecond * BURST_SECONDS);
  const available = Math.min(full, bucket.tokens + Math.max(0, bucket.elapsed) * perSecond);
  const take = Math.min(wanted, Math.floor(available));
  return { take, tokens: available - take, wait: take > 0 ? 0 : (1 - available) / perSecond };
}
