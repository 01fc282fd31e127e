import type { AppError } from '#kernel/errors';
import type { AiProviderId } from './ai-request.js';

/** A user's own key, or why it cannot be used. */
export type UserAiKey = { readonly key: string } | { readonly problem: AppError };

/** Where a user's own keys come from. */
export abstract class UserAiKeys {
  /** Those that the user has stored, by provider. */
  abstract keysOf(userId: string): Promise<Partial<Record<AiProviderId, UserAiKey>>>;
}
