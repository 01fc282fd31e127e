import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { decrypt, encrypt, IV_BYTES } from './aes-gcm.js';

/** Rows of the old format authenticate nothing but the value. */
const OLD = 1;
const BOUND = 2;
const NOTHING = Buffer.alloc(0);

/** Whose value it is and what it is for: a sealed value opens for nothing else. */
export interface SecretOwner {
  readonly userId: string;
  readonly service: string;
}

export interface Sealed {
  /** Base64 of the ciphertext followed by the tag. */
  readonly encryptedValue: string;
  readonly initializationVector: string;
  /** Null in rows of the old format. */
  readonly keyId: string | null;
  readonly format: number;
}

interface MasterKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** Seals values under the current master key, and opens what it or a former one has sealed. */
@Injectable()
export class Sealer {
  private readonly current: MasterKey;
  private readonly all: readonly MasterKey[];
  private readonly fingerprintKey: Buffer;

  constructor(settings: Settings) {
    const [current, ...former] = settings.masterKeys;
    this.current = masterKey(current);
    this.all = [this.current, ...former.map(masterKey)];
    this.fingerprintKey = settings.key('secrets.fingerprint');
  }

  /** The master key that seals: the first 16 hexadecimal digits of its SHA-256. */
  get keyId(): string {
    return this.current.id;
  }

  seal(owner: SecretOwner, value: string): Sealed {
    const iv = randomBytes(IV_BYTES);
    const { id, key } = this.current;
    const sealed = encrypt(key, iv, Buffer.from(value, 'utf8'), binding(owner, id));
    return {
      encryptedValue: sealed.toString('base64'),
      initializationVector: iv.toString('base64'),
      keyId: id,
      format: BOUND,
    };
  }

  /** The value; undefined when no key we have opens it for this owner. */
  open(owner: SecretOwner, sealed: Sealed): string | undefined {
    const iv = Buffer.from(sealed.initializationVector, 'base64');
    const bytes = Buffer.from(sealed.encryptedValue, 'base64');
    for (const { id, key } of this.all) {
      if (sealed.keyId !== null && sealed.keyId !== id) continue;
      const plain = decrypt(key, iv, bytes, sealed.format === OLD ? NOTHING : binding(owner, id));
      if (plain) return plain.toString('utf8');
    }
    return undefined;
  }

  /** The same for the same value of the same user, until the master key is replaced: 64 bits of an HMAC-SHA256. */
  fingerprint(userId: string, value: string): string {
    const mac = createHmac('sha256', this.fingerprintKey).update(
      JSON.stringify([userId.toLowerCase(), value]),
    );
    return mac.digest('hex').slice(0, 16);
  }
}

function masterKey(bytes: Buffer): MasterKey {
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { id, key: createSecretKey(bytes) };
}

/** The associated data of format 2: where the value stands, whose it is, what for, and under which key. */
function binding({ userId, service }: SecretOwner, keyId: string): Buffer {
  const parts = ['user_secrets', 'encrypted_value', userId.toLowerCase(), service, keyId];
  return Buffer.from(JSON.stringify(parts));
}
