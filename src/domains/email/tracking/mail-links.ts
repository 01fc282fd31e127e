import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { type LinkClaim, type LinkPurpose, LinkTokens } from './link-token.js';

/** The addresses in our mails that lead back to us. */
@Injectable()
export class MailLinks {
  private readonly tokens: LinkTokens;

  constructor(private readonly settings: Settings) {
    this.tokens = new LinkTokens(settings.keys('email.links'));
  }

  open(messageId: string): string {
    return `${this.settings.backendUrl}/e/o/${this.tokens.sign('open', { messageId })}.gif`;
  }

  click(messageId: string, linkId: string): string {
    return `${this.settings.backendUrl}/e/c/${this.tokens.sign('click', { messageId, linkId })}`;
  }

  unsubscribe(messageId: string): string {
    return `${this.settings.backendUrl}/e/u/${this.tokens.sign('unsubscribe', { messageId })}`;
  }

  read(purpose: LinkPurpose, token: string): LinkClaim | undefined {
    return this.tokens.read(purpose, token);
  }
}
