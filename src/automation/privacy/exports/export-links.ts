import { Injectable } from '@nestjs/common';
import { idAt, idBytes, SignedClaims } from '#kernel/signed-claim';
import { Accounts } from '#platform/accounts/accounts';
import { Settings } from '#platform/config/settings';

const GOOD_FOR_S = 24 * 3_600;
const ID_BYTES = 16;
const CLAIM_BYTES = 2 * ID_BYTES + 6;

/** Which file a link leads to, and until when. */
export interface ExportClaim {
  readonly ownerId: string;
  readonly exportId: string;
  readonly expiresAt: Date;
}

/** The addresses by which exports are downloaded without signing in: each of one file of one owner. */
@Injectable()
export class ExportLinks {
  private readonly claims: SignedClaims<'data'>;

  constructor(
    private readonly settings: Settings,
    private readonly accounts: Accounts,
  ) {
    this.claims = new SignedClaims(settings.keys('privacy.exports'));
  }

  /** A link that is good for 24 hours. */
  link(ownerId: string, exportId: string): { url: string; expiresAt: Date } {
    const expires = Math.floor(Date.now() / 1000) + GOOD_FOR_S;
    const second = Buffer.alloc(6);
    second.writeUIntBE(expires, 0, 6);
    const token = this.claims.sign('data', Buffer.concat([idBytes(ownerId), idBytes(exportId), second]));
    const url = `${this.settings.backendUrl}/api/privacy/export/files/${token}`;
    return { url, expiresAt: new Date(expires * 1000) };
  }

  /** What the token says, or undefined when we have not signed it or the account is gone. */
  async read(token: string): Promise<ExportClaim | undefined> {
    const claim = this.claims.read('data', token);
    if (claim?.length !== CLAIM_BYTES) return undefined;
    const expiresAt = new Date(claim.readUIntBE(2 * ID_BYTES, 6) * 1000);
    const ownerId = idAt(claim);
    const { state } = await this.accounts.standing(ownerId);
    return state === 'closed' ? undefined : { ownerId, exportId: idAt(claim, ID_BYTES), expiresAt };
  }
}
