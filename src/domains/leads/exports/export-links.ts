import { Injectable } from '@nestjs/common';
import { idAt, idBytes, SignedClaims } from '#kernel/signed-claim';
import { Settings } from '#platform/config/settings';

const GOOD_FOR_S = 24 * 3_600;
const ID_BYTES = 16;
const CLAIM_BYTES = 2 * ID_BYTES + 6;

/** Which file a link leads to, and until when. */
export interface ExportClaim {
  ownerId: string;
  exportId: string;
  expiresAt: Date;
}

/** The addresses by which files are downloaded without signing in. */
@Injectable()
export class ExportLinks {
  private readonly claims: SignedClaims<'download'>;

  constructor(private readonly settings: Settings) {
    this.claims = new SignedClaims(settings.keys('leads.exports'));
  }

  /** A link that is good for 24 hours. */
  link(ownerId: string, exportId: string): { url: string; expiresAt: Date } {
    const expires = Math.floor(Date.now() / 1000) + GOOD_FOR_S;
    const second = Buffer.alloc(6);
    second.writeUIntBE(expires, 0, 6);
    const token = this.claims.sign('download', Buffer.concat([idBytes(ownerId), idBytes(exportId), second]));
    return { url: `${this.settings.backendUrl}/x/${token}`, expiresAt: new Date(expires * 1000) };
  }

  /** What the token says, or undefined when we have not signed it. */
  read(token: string): ExportClaim | undefined {
    const claim = this.claims.read('download', token);
    if (claim?.length !== CLAIM_BYTES) return undefined;
    const expiresAt = new Date(claim.readUIntBE(2 * ID_BYTES, 6) * 1000);
    return { ownerId: idAt(claim), exportId: idAt(claim, ID_BYTES), expiresAt };
  }
}
