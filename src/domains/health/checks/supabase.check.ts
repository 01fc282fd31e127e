import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { SupabaseAdmin } from '#platform/supabase/supabase-admin';
import { HealthCheck } from '../health-check.js';

@Injectable()
export class SupabaseCheck extends HealthCheck {
  readonly name = 'supabase';
  readonly essential = false;

  constructor(
    private readonly supabase: SupabaseAdmin,
    private readonly settings: Settings,
  ) {
    super();
  }

  get off(): string | null {
    return this.supabase.configured || this.settings.embedded ? null : 'SUPABASE_URL';
  }

  async check(): Promise<void> {
    if (this.supabase.configured && !(await this.supabase.answers()))
      throw new Error('Supabase Auth does not answer.');
  }
}
