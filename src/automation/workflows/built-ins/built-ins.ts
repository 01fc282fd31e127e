import { AI_VIDEO_CREATOR } from './ai-video-creator.js';
import type { BuiltIn } from './built-in.js';
import { LEAD_NURTURE } from './lead-nurture.js';
import { ONBOARDING } from './onboarding.js';

/** Workflows that everybody has. To add one, write it here; its name is its id for ever. */
export const BUILT_INS: readonly BuiltIn[] = [LEAD_NURTURE, ONBOARDING, AI_VIDEO_CREATOR];

export function builtInCalled(id: string): BuiltIn | undefined {
  return BUILT_INS.find((one) => one.id === id);
}
