import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Ai } from '#platform/ai/ai';
import type { BrandKit, Scene } from '../scene.dto.js';
import { PLAN_VIDEO } from './plan.prompt.js';
import { fitDurations } from './scene-durations.js';

const USUAL_CTA = 'Learn more!';
const MOST_TOKENS = 8_000;

const PLAN = z.object({
  scenes: z
    .array(
      z.object({
        visual: z.string().trim().min(1).max(1_500),
        text_overlay: z.string().max(120).nullable(),
        duration: z.number().int().min(1).max(8),
        audio_cue: z.string().max(300).nullable(),
        shot: z.string().max(200).nullable(),
        narration: z.string().max(600).nullable(),
      }),
    )
    .min(1)
    .max(60),
  final_cta: z.string().max(200).nullable(),
});

export interface WantedPlan {
  readonly goal: string;
  readonly platform: string;
  readonly duration_s: number;
  readonly language: string;
  readonly brand_kit: BrandKit;
  /** For an advertisement that nobody has looked at beforehand. */
  readonly punchy?: boolean;
}

export interface WrittenPlan {
  readonly scenes: Scene[];
  readonly finalCta: string;
}

/** Has a model write the scenes of a video. Gemini is asked first: whoever makes videos has its key. */
@Injectable()
export class PlanWriter {
  constructor(private readonly ai: Ai) {}

  async write(ownerId: string, wanted: WantedPlan): Promise<WrittenPlan> {
    const { goal, platform, duration_s: seconds, language, brand_kit: kit, punchy = false } = wanted;
    const colours = [kit.primary_color, kit.secondary_color];
    const { value } = await this.ai.answer(
      {
        userId: ownerId,
        feature: 'ai-video.plan',
        provider: 'google',
        instructions: PLAN_VIDEO.instructions({ platform, seconds, language, colours, punchy }),
        promptVersion: PLAN_VIDEO.promptVersion,
        messages: [
          {
            role: 'user',
            parts: [
              { kind: 'text', text: 'Plan the video for the goal that is marked off below.' },
              { kind: 'untrusted', source: 'goal', text: goal },
            ],
          },
        ],
        maxTokens: MOST_TOKENS,
      },
      { name: 'video_plan', type: PLAN },
    );
    return {
      scenes: fitDurations(value.scenes, seconds),
      finalCta: value.final_cta?.trim() || USUAL_CTA,
    };
  }
}
