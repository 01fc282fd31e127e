import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { Settings } from '#platform/config/settings';

const PURPOSE = 'workflows.webhooks';

/**
 * Signs what workflows send, as Standard Webhooks says. Every owner has a secret, drawn from the master key; after a rotation
 * the former one signs, too, until the former master key is taken away.
 */
@Injectable()
export class WebhookSigner {
  private readonly keys: readonly Buffer[];

  constructor(settings: Settings) {
    this.keys = settings.keys(PURPOSE);
  }

  /** The secret with which the owner's servers verify what they get. */
  secretOf(ownerId: string): string {
    return this.secrets(ownerId)[0] ?? '';
  }

  headers(ownerId: string, id: string, at: Date, body: string): Record<string, string> {
    const signatures = this.secrets(ownerId).map((secret) => new Webhook(secret).sign(id, at, body));
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signatures.join(' '),
    };
  }

  private secrets(ownerId: string): string[] {
    return this.keys.map((key) => `whsec_${createHmac('sha256', key).update(ownerId).digest('base64')}`);
  }
}
