import { Injectable } from '@nestjs/common';
import { TooManyPreferences } from '../users.errors.js';
import type { NewPreference, UserPreference } from './preference.dto.js';
import { PreferenceRepository } from './preference.repository.js';

const CATEGORIES_AT_MOST = 50;

/** What users prefer, by category. */
@Injectable()
export class PreferenceService {
  constructor(private readonly preferences: PreferenceRepository) {}

  list(userId: string, category: string | undefined): Promise<UserPreference[]> {
    return this.preferences.list(userId, category);
  }

  async put(
    userId: string,
    { preference_category: category, preference_data: data }: NewPreference,
  ): Promise<UserPreference> {
    const put = await this.preferences.put(userId, category, data, CATEGORIES_AT_MOST);
    if (!put) throw new TooManyPreferences(CATEGORIES_AT_MOST);
    return put;
  }
}
