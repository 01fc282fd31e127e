/** What a post has reached, the same for all networks. */
export class PostReach {
  post_id!: string;
  /** @example 'linkedin' */
  platform!: string;
  /** Who tells it: the network itself, or the company that has published the post. @example 'buffer' */
  service!: string | null;
  /** When it was last told. */
  read_at!: string | null;
  likes!: number | null;
  comments!: number | null;
  shares!: number | null;
  clicks!: number | null;
  impressions!: number | null;
  reach!: number | null;
  /** Why a number is null, by its name. */
  missing!: Record<string, string>;
}
