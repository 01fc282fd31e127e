import { IsOptional, Matches } from 'class-validator';
import { IsJsonObject } from '#platform/http/json-object.validator';

const CATEGORY = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** What is preferred in one category. */
export class NewPreference {
  /** @example "workspace" */
  @Matches(CATEGORY)
  preference_category!: string;

  /** Takes the place of all that was preferred in this category. */
  @IsJsonObject()
  preference_data!: Record<string, unknown>;
}

export class PreferenceQuery {
  /** Only this category: `workspace`, `ai_behavior`, `system` or another. */
  @IsOptional()
  @Matches(CATEGORY)
  category?: string;
}

/** What a user prefers in one category. */
export class UserPreference {
  id!: string;
  user_id!: string;
  /** @example "workspace" */
  preference_category!: string;
  preference_data!: Record<string, unknown>;
  created_at!: string;
  updated_at!: string;
}
