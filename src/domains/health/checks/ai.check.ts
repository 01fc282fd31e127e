import { Injectable } from '@nestjs/common';
import { AI_PROVIDERS } from '#platform/ai/ai-request';
import { ProviderStatusService } from '#platform/ai/status/provider-status.service';
import { Settings } from '#platform/config/settings';
import { HealthCheck } from '../health-check.js';

/** The AI providers that the platform has keys for answer, as far as calls of this process have shown. */
@Injectable()
export class AiCheck extends HealthCheck {
  readonly name = 'ai';
  readonly essential = false;

  constructor(
    private readonly status: ProviderStatusService,
    private readonly settings: Settings,
  ) {
    super();
  }

  get off(): string | null {
    const isConfigured = AI_PROVIDERS.some((id) => this.settings.aiKey(id) !== undefined);
    return isConfigured ? null : 'OPENAI_API_KEY';
  }

  async check(): Promise<void> {
    const failing = this.status.failing();
    if (failing.length > 0) throw new Error(`These AI providers keep failing: ${failing.join(', ')}.`);
  }
}
