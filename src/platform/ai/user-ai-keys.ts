import type { AppError } from '#kernel/errors';
import type { AiProviderId } from './ai-request.js';

/** A user's own key, or why it cannot be used. */
export type UserAiKey = { readonly key: string } | { readonly problem: AppError };

/** Where a user's own keys come from. */
export abstract class UserAiKeys {
  /** Those that the user has stored, by provider. Which of them is used is not known yet. */
  abstract keysOf(userId: string): Promise<Partial<Record<AiProviderId, UserAiKey>>>;

  /** Notes that the provider is asked with the user's own key, where that was not noted lately. */
  abstract noteUse(userId: string, provider: AiProviderId): Promise<void>;
}
