import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import { Settings } from '#platform/config/settings';
import { ErasedAddressRepository } from './erased-address.repository.js';

/** An address of one owner that is about to be written to. */
interface AskedAddress {
  readonly id: string;
  readonly ownerId: string;
  readonly emailNorm: string;
}

/**
 * Whom an owner has erased. All that is kept of them is a hash under a key of the platform's, so that they can be known when they
 * come again, by a file or by hand, and are never written to, unless they agree anew themselves.
 */
@Injectable()
export class ErasedAddresses {
  private readonly keys: readonly [KeyObject, ...KeyObject[]];

  constructor(
    private readonly addresses: ErasedAddressRepository,
    settings: Settings,
  ) {
    const [first, ...former] = settings.keys('privacy.addresses');
    this.keys = [createSecretKey(first), ...former.map((key) => createSecretKey(key))];
  }

  keepAll(ownerId: string, emails: readonly string[]): Promise<void> {
    const [key] = this.keys;
    const keyId = createHash('sha256').update(key.export()).digest('hex').slice(0, 16);
    const digests = emails.map((email) => digestOf(key, ownerId, email));
    return this.addresses.keep(ownerId, digests, keyId);
  }

  /** They have agreed anew. */
  lift(ownerId: string, email: string): Promise<void> {
    return this.addresses.lift(
      ownerId,
      this.keys.map((key) => digestOf(key, ownerId, email)),
    );
  }

  /** The ids of those that were erased. */
  among(asked: readonly AskedAddress[]): Promise<ReadonlySet<string>> {
    return this.addresses.known(
      asked.flatMap(({ id, ownerId, emailNorm }) =>
        this.keys.map((key) => ({ id, ownerId, digest: digestOf(key, ownerId, emailNorm).toString('hex') })),
      ),
    );
  }

  /** A keyed hash that stands for the address in a receipt. */
  receiptDigest(ownerId: string, email: string): string {
    return digestOf(this.keys[0], ownerId, email).toString('hex');
  }
}

/** Another for each owner, so that nobody can tell whether two of them have known the same person. */
function digestOf(key: KeyObject, ownerId: string, email: string): Buffer {
  const said = `${ownerId.toLowerCase()}\0${normaliseMailAddress(email)}`;
  return createHmac('sha256', key).update(said).digest();
}
