import { Injectable } from '@nestjs/common';
import { FilterReaderService } from '../../filters/filter-reader.service.js';
import { readRubric } from './rubric-check.js';
import type { CriterionFields, LeadRubric, RubricFields } from './rubric.dto.js';
import { RubricRefused } from './rubric.errors.js';
import { type KeptRubric, RubricRepository } from './rubric.repository.js';
import { BANT, type Rubric } from './rubric.js';

/** By what owners judge their leads. */
@Injectable()
export class RubricService {
  constructor(
    private readonly rubrics: RubricRepository,
    private readonly filters: FilterReaderService,
  ) {}

  /** The owner's own, or the default one, which has no version. */
  async inForce(ownerId: string): Promise<{ rubric: Rubric; version: number | null }> {
    return (await this.rubrics.find(ownerId)) ?? { rubric: BANT, version: null };
  }

  async read(ownerId: string): Promise<LeadRubric> {
    const kept = await this.rubrics.find(ownerId);
    return told(kept ?? { rubric: BANT, version: null, updated_at: null });
  }

  /** Refused with everything that is wrong. What has been judged stays as it was. */
  async write(ownerId: string, wanted: RubricFields): Promise<LeadRubric> {
    const { rubric, issues } = readRubric(wanted, await this.filters.customKinds(ownerId));
    const [first] = issues;
    if (first) throw new RubricRefused(first.message).withIssues(issues);
    return told(await this.rubrics.write(ownerId, rubric));
  }
}

function told({
  rubric: { criteria, qualify_at, ask_model },
  version,
  updated_at,
}: KeptRubric | { rubric: Rubric; version: null; updated_at: null }): LeadRubric {
  return { criteria: criteria as unknown as CriterionFields[], qualify_at, ask_model, version, updated_at };
}
