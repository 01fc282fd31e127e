import { Injectable } from '@nestjs/common';
import { BrandService } from '#domains/brand/brand.service';
import { guideText } from '#domains/brand/guide/guide-text';
import type { AgentRun } from '../runs/agent-run.js';

/** The brand a run writes for. */
export interface Voice {
  /** For the instructions of a prompt; empty while nothing is set. */
  readonly text: string;
  readonly version: number | null;
  /** Null while it has none. */
  readonly name: string | null;
}

/** How the owner's brand speaks, for every text an agent writes. */
@Injectable()
export class BrandVoice {
  constructor(private readonly brands: BrandService) {}

  of(run: AgentRun): Promise<Voice> {
    return run.step({ key: 'read the brand' }, async () => {
      const guide = await this.brands.guide(run.userId);
      return { text: guideText(guide), version: guide.version, name: guide.name };
    });
  }
}
