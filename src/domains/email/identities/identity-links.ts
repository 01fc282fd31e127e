import { Injectable } from '@nestjs/common';
import { idAt, idBytes, SignedClaims } from '#kernel/signed-claim';
import { Settings } from '#platform/config/settings';

const ID_BYTES = 16;
const SECONDS_BYTES = 6;
const GOOD_FOR_SECONDS = 3 * 86_400;

/** Whose identity a link confirms. */
export interface IdentityClaim {
  readonly ownerId: string;
  readonly identityId: string;
}

/** The links that confirm an address; each is good for three days. */
@Injectable()
export class IdentityLinks {
  private readonly claims: SignedClaims<'identity'>;

  constructor(private readonly settings: Settings) {
    this.claims = new SignedClaims(settings.keys('email.identities'));
  }

  to({ ownerId, identityId }: IdentityClaim): string {
    const until = Buffer.alloc(SECONDS_BYTES);
    until.writeUIntBE(Math.floor(Date.now() / 1_000) + GOOD_FOR_SECONDS, 0, SECONDS_BYTES);
    const claim = Buffer.concat([idBytes(ownerId), idBytes(identityId), until]);
    return `${this.settings.backendUrl}/e/i/${this.claims.sign('identity', claim)}`;
  }

  /** What the token says; undefined when it is not ours, or too old. */
  read(token: string): IdentityClaim | undefined {
    const claim = this.claims.read('identity', token);
    if (claim?.length !== 2 * ID_BYTES + SECONDS_BYTES) return undefined;
    if (claim.readUIntBE(2 * ID_BYTES, SECONDS_BYTES) < Date.now() / 1_000) return undefined;
    return { ownerId: idAt(claim), identityId: idAt(claim, ID_BYTES) };
  }
}
