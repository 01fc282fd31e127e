import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { ReaderLinks } from '../templates/mail-template.js';
import { type LinkClaim, type LinkPurpose, LinkTokens } from './link-token.js';

/** The addresses in our mails that lead back to us. */
@Injectable()
export class MailLinks {
  private readonly tokens: LinkTokens;

  constructor(private readonly settings: Settings) {
    this.tokens = new LinkTokens(settings.keys('email.links'));
  }

  /** Those that are counted, by a name of the owner's or, without one, by ours. */
  by(trackingDomain: string | undefined): TrackedLinks {
    return new TrackedLinks(this.tokens, hostedAt(this.settings.backendUrl, trackingDomain));
  }

  unsubscribe(messageId: string): string {
    return `${this.settings.backendUrl}/e/u/${this.tokens.sign('unsubscribe', { messageId })}`;
  }

  preferences(messageId: string): string {
    return `${this.settings.backendUrl}/e/p/${this.tokens.sign('preferences', { messageId })}`;
  }

  view(messageId: string): string {
    return `${this.settings.backendUrl}/e/v/${this.tokens.sign('view', { messageId })}`;
  }

  /** What every mail may lead its reader to: by our own name, which leads here whatever name servers of others say. */
  ofReader(messageId: string): ReaderLinks {
    return new LinksOfReader(this, messageId);
  }

  read(purpose: LinkPurpose, token: string): LinkClaim | undefined {
    return this.tokens.read(purpose, token);
  }
}

/** Signed when they are asked for, but for the one that every mail names. */
class LinksOfReader implements ReaderLinks {
  readonly unsubscribeUrl: string;

  constructor(
    private readonly links: MailLinks,
    private readonly messageId: string,
  ) {
    this.unsubscribeUrl = links.unsubscribe(messageId);
  }

  get preferencesUrl(): string {
    return this.links.preferences(this.messageId);
  }

  get viewUrl(): string {
    return this.links.view(this.messageId);
  }
}

/** Pictures and links that tell us of readers. */
export class TrackedLinks {
  constructor(
    private readonly tokens: LinkTokens,
    private readonly base: string,
  ) {}

  open(messageId: string): string {
    return `${this.base}/e/o/${this.tokens.sign('open', { messageId })}.gif`;
  }

  click(messageId: string, linkId: string): string {
    return `${this.base}/e/c/${this.tokens.sign('click', { messageId, linkId })}`;
  }

  /** The picture of a mailing whose readers are counted without the person. */
  anybodyOpens(mailingId: string): string {
    return `${this.base}/e/o/${this.tokens.sign('anybody-opens', { messageId: mailingId })}.gif`;
  }

  /** A link of such a mailing. */
  anybodyClicks(mailingId: string, linkId: string): string {
    return `${this.base}/e/c/${this.tokens.sign('anybody-clicks', { messageId: mailingId, linkId })}`;
  }
}

function hostedAt(backendUrl: string, host: string | undefined): string {
  if (host === undefined) return backendUrl;
  const url = new URL(backendUrl);
  url.hostname = host;
  return url.href.replace(/\/$/, '');
}
