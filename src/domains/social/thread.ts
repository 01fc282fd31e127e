import type { PartStatus, PostStatus, ThreadPart } from './social-post.answers.dto.js';

/** A post of a thread behind its first, as it is kept. */
export interface KeptPart {
  readonly content: string;
  readonly media_urls: readonly string[];
}

/** One of them that is out. */
export interface PartOut {
  readonly post_id: string;
  readonly post_url: string | null;
}

/** What follows a post, and how far it is: they go out in their order, so the first that is not out is the one that is at stake. */
export function threadOf(row: {
  readonly thread: unknown;
  readonly thread_out: unknown;
  readonly status: string;
  readonly post_id: string | null;
}): ThreadPart[] {
  const out = partsOut(row.thread_out);
  return keptParts(row.thread).map(({ content, media_urls }, at) => ({
    content,
    media_urls: [...media_urls],
    status: statusAt(at, out.length, row),
    post_id: out[at]?.post_id ?? null,
    post_url: out[at]?.post_url ?? null,
  }));
}

/** Clients write the column too: what is no post is left out. */
export function keptParts(thread: unknown): KeptPart[] {
  if (!Array.isArray(thread)) return [];
  return thread.flatMap((part: unknown) => {
    const { content, media_urls } = (part ?? {}) as Record<string, unknown>;
    if (typeof content !== 'string') return [];
    const urls = Array.isArray(media_urls) ? media_urls.filter((url) => typeof url === 'string') : [];
    return [{ content, media_urls: urls }];
  });
}

export function partsOut(out: unknown): PartOut[] {
  return Array.isArray(out) ? (out as PartOut[]) : [];
}

function statusAt(
  at: number,
  out: number,
  { status, post_id }: { readonly status: string; readonly post_id: string | null },
): PartStatus {
  if (at < out || status === 'published') return 'published';
  const isNext = at === out && post_id !== null;
  return isNext ? (AT_STAKE[status as PostStatus] ?? 'waiting') : 'waiting';
}

const AT_STAKE: Partial<Record<PostStatus, PartStatus>> = {
  publishing: 'publishing',
  failed: 'failed',
  unknown: 'unknown',
};
