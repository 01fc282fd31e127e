import type { AiPart, AiProviderId } from '#platform/ai/ai-request';
import type { Audience } from './copy.forms.js';

/** What is to be written. Everything in it is the words of users: material, never orders. */
export interface Brief {
  /** What it is about. */
  readonly topic: string;
  readonly audience: Audience;
  readonly tone: string;
  readonly keyMessages?: readonly string[];
  readonly keywords?: readonly string[];
  readonly callToAction?: string;
  readonly provider?: AiProviderId;
  /** More that it may lean on, marked off. */
  readonly sources?: readonly AiPart[];
}
