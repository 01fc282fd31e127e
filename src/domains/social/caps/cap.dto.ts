/** How many posts a network takes from one of your accounts. */
export class AccountLimit {
  /** What a post names it by. */
  account_id!: string;
  /** @example 'Dough & Co.' */
  name!: string;
  /** @example 'instagram' */
  platform!: string;
  /** By whom posts leave. @example 'instagram' */
  service!: string;
  /** How many it takes within the window; null where it publishes no number. @example 100 */
  posts!: number | null;
  /** The window, which moves. @example 86400 */
  window_seconds!: number | null;
  /** How many have left from here within it. */
  used!: number | null;
  remaining!: number | null;
  /** When the next may leave; null while there is room. */
  free_at!: string | null;
  /** Where the network says so. */
  source!: string | null;
  /** Why there is no number. */
  reason!: string | null;
}
