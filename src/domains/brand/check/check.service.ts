import { Injectable } from '@nestjs/common';
import { BrandService } from '../brand.service.js';
import type { CheckedText, CheckText } from './check.dto.js';
import { findViolations } from './find-violations.js';
import type { Severity } from './violation.dto.js';

const LISTED_AT_MOST = 500;

/** Holds texts against the brand, by rules alone. */
@Injectable()
export class CheckService {
  constructor(private readonly brands: BrandService) {}

  async check(ownerId: string, { content, brandId }: CheckText): Promise<CheckedText> {
    const guide = await this.brands.guide(ownerId, brandId);
    const violations = findViolations(guide, content);
    const count = (severity: Severity) => violations.filter((each) => each.severity === severity).length;
    const counts = { error: count('error'), warning: count('warning'), notice: count('notice') };
    return {
      passed: counts.error === 0,
      violations: violations.slice(0, LISTED_AT_MOST),
      total: violations.length,
      counts,
      brand_version: guide.version,
    };
  }
}
