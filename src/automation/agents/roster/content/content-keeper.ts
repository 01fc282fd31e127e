import { Injectable } from '@nestjs/common';
import type { SavedContent } from '#domains/content/content.answers.dto';
import { ContentService, type GeneratedPiece } from '#domains/content/content.service';
import type { AgentRun } from '../../runs/agent-run.js';
import { audienceWords } from './copy.forms.js';
import type { Brief } from './brief.js';

/** Keeps what was written in the owner's library, with what it was written from. */
@Injectable()
export class ContentKeeper {
  constructor(private readonly library: ContentService) {}

  keep(
    run: AgentRun,
    brief: Brief,
    brandVersion: number | null,
    piece: Omit<GeneratedPiece, 'provenance' | 'brief' | 'target_audience'>,
  ): Promise<SavedContent> {
    const { topic, audience, tone, keyMessages, callToAction } = brief;
    const says = `Keep “${(piece.title ?? topic).slice(0, 100)}” in the library`;
    return run.change({ key: 'keep the piece', risk: 'draft', says }, () =>
      this.library.saveGenerated(run.userId, {
        ...piece,
        target_audience: audienceWords(audience).slice(0, 500),
        provenance: run.provenance({ brandVersion }),
        brief: {
          topic,
          audience,
          tone,
          key_messages: keyMessages ?? [],
          call_to_action: callToAction ?? null,
        },
      }),
    );
  }
}
