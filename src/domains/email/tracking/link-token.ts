import { idAt, idBytes, SignedClaims } from '#kernel/signed-claim';

/** What a signed link is for; a token of one purpose is worthless for another. */
export type LinkPurpose =
  'open' | 'click' | 'unsubscribe' | 'preferences' | 'view' | 'anybody-opens' | 'anybody-clicks';

export interface LinkClaim {
  /** Where anybody is counted, the mailing in its place. */
  readonly messageId: string;
  readonly linkId?: string;
}

const ID_BYTES = 16;

/** Signs and reads the tokens of tracked links: a message, and for a click its link. */
export class LinkTokens {
  private readonly claims: SignedClaims<LinkPurpose>;

  constructor(keys: readonly [Buffer, ...Buffer[]]) {
    this.claims = new SignedClaims(keys);
  }

  sign(purpose: LinkPurpose, { messageId, linkId }: LinkClaim): string {
    const ids = linkId ? [messageId, linkId] : [messageId];
    return this.claims.sign(purpose, Buffer.concat(ids.map(idBytes)));
  }

  /** What the token says, or undefined when it is not exactly one that we have signed for this purpose. */
  read(purpose: LinkPurpose, token: string): LinkClaim | undefined {
    const claim = this.claims.read(purpose, token);
    const ids = purpose === 'click' || purpose === 'anybody-clicks' ? 2 : 1;
    if (claim?.length !== ids * ID_BYTES) return undefined;
    return { messageId: idAt(claim), ...(ids === 2 && { linkId: idAt(claim, ID_BYTES) }) };
  }
}
