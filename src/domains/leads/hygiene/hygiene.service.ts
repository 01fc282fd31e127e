import { Injectable } from '@nestjs/common';
import { MailRoutes } from '#platform/web/dns/mail-routes';
import { addressQuality } from './address-quality.js';
import type { CheckContact, CheckedAddress, ContactQuality } from './hygiene.dto.js';
import { normalisePhone } from './phone.js';

/** Whether addresses and phone numbers are worth keeping. */
@Injectable()
export class HygieneService {
  constructor(private readonly routes: MailRoutes) {}

  async check({ email, phone, country }: CheckContact): Promise<ContactQuality> {
    const normalised = phone === undefined ? null : normalisePhone(phone, country);
    return {
      email: email === undefined ? null : await this.address(email),
      phone: phone === undefined ? null : { valid: normalised !== null, normalised },
    };
  }

  /** What lists say of an address, and what the name servers of its domain do. */
  async address(email: string): Promise<CheckedAddress> {
    const quality = addressQuality(email);
    const [, domain] = quality.normalised?.split('@') ?? [];
    return { ...quality, mx: domain === undefined ? 'none' : await this.routes.of(domain) };
  }
}
