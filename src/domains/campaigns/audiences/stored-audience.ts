import { isUuid } from '#kernel/ids';
import type { Audience } from '../campaign.dto.js';

const areTexts = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string');
const areIds = (value: unknown) => areTexts(value) && (value as string[]).every(isUuid);

/** What each condition of an audience must be. */
const FIT: Record<keyof Audience, (value: unknown) => boolean> = {
  lead_ids: areIds,
  segment_ids: areIds,
  form_ids: areIds,
  tags: areTexts,
  statuses: areTexts,
  sources: areTexts,
  min_score: (value) => typeof value === 'number',
  filter: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/**
 * The audience of a row, which front ends write past the application. Without one everybody is meant; one that cannot be read,
 * or names a condition that there is not, means nobody: what narrows an audience is never passed over.
 */
export function storedAudience(value: unknown): Audience {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { lead_ids: [] };
  const isFit = Object.entries(value).every(
    ([name, condition]) => Object.hasOwn(FIT, name) && FIT[name as keyof Audience](condition),
  );
  return isFit ? (value as Audience) : { lead_ids: [] };
}
