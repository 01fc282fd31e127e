import type { AiImage } from '#platform/ai/ai-request';

/** Google takes no request with more than 100 MB. */
const BYTES_AT_MOST = 100_000_000;

/** Whether pictures may go along in one request. */
export function isSendable(pictures: readonly (AiImage | undefined)[]): boolean {
  return pictures.reduce((bytes, picture) => bytes + (picture?.base64.length ?? 0), 0) <= BYTES_AT_MOST;
}
