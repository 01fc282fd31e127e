import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { LeadNotFound } from '../lead.errors.js';
import type { TaggedLeads, TagLeads } from './tag.dto.js';
import { TooManyTags } from './tag.errors.js';
import { TagRepository } from './tag.repository.js';

/** Words by which leads are sorted. */
@Injectable()
export class TagService {
  constructor(
    private readonly database: Database,
    private readonly tags: TagRepository,
  ) {}

  /** All of the leads or none: refused when one of them is not the owner's, or would have too many tags. */
  change(ownerId: string, { lead_ids, add, remove }: TagLeads): Promise<TaggedLeads> {
    const ids = [...new Set(lead_ids.map((id) => id.toLowerCase()))];
    return this.database.transaction(async () => {
      const { found, changed, full } = await this.tags.change(ownerId, ids, add, remove);
      if (found < ids.length) throw new LeadNotFound();
      if (full > 0) throw new TooManyTags();
      return { changed, unchanged: found - changed };
    });
  }
}
