import type { FieldIssue } from '#kernel/errors';
import type { Audience } from '../campaign.dto.js';

/** Knows which leads, segments and forms an owner has, and how leads are filtered. */
export abstract class AudienceCheck {
  /** What is wrong with each of the audiences, in their order: ids that are not the owner's, filters that cannot be read. */
  abstract problems(ownerId: string, audiences: readonly Audience[]): Promise<FieldIssue[][]>;
}
