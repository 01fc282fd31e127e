import type { AiProviderId } from './ai-request.js';

/** Where a user's own keys come from. */
export abstract class UserAiKeys {
  abstract keysOf(userId: string): Promise<Partial<Record<AiProviderId, string>>>;
}
