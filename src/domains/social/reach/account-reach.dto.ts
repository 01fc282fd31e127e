import { NetworkAnalytics } from '../publishing/post-analytics.dto.js';

/** How one of your accounts does. Rates in per cent, averages for each post. */
export class AccountAnalytics extends NetworkAnalytics {
  /** What a post names it by; null for one that is not connected any more. */
  account_id!: string | null;
  /** @example 'Dough & Co.' */
  name!: string | null;
  /** By whom the posts left; null for those of which that is not known. @example 'buffer' */
  service!: string | null;
}
