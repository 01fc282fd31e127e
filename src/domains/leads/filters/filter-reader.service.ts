import { Injectable } from '@nestjs/common';
import { LeadFieldService } from '../fields/lead-field.service.js';
import { type CustomKinds, readFilter } from './filter-check.js';
import { KIND_OF_CUSTOM } from './filter-fields.js';
import type { Filter } from './filter.js';
import { FilterRefused } from './filter.errors.js';

/** Reads what clients send as filters, with what their owner has said about custom fields. */
@Injectable()
export class FilterReaderService {
  constructor(private readonly fields: LeadFieldService) {}

  /** The filter; refused with the node and the reason of everything that is wrong. */
  async read(ownerId: string, raw: unknown): Promise<Filter> {
    const { filter, issues } = readFilter(raw, await this.customKinds(ownerId));
    const [first] = issues;
    if (!filter) throw new FilterRefused(first?.message ?? 'The filter cannot be read.').withIssues(issues);
    return filter;
  }

  async customKinds(ownerId: string): Promise<CustomKinds> {
    const defined = await this.fields.list(ownerId);
    return new Map(defined.map(({ key, type }) => [key, KIND_OF_CUSTOM[type]]));
  }
}
