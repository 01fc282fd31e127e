import { Injectable } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import { HygieneService } from '../../hygiene/hygiene.service.js';
import type { Lead } from '../../lead.answers.dto.js';
import type { EnrichmentProvider, EnrichmentQuestion, Finding, FoundField } from '../enrichment-provider.js';

/** What an address tells by itself, and the name servers of its domain: it costs nothing. */
@Injectable()
export class SignalsProvider implements EnrichmentProvider {
  readonly name = 'signals';
  readonly does = 'Reads the address: its company and website, and whether mail to it goes anywhere.';
  readonly gives = [
    'company_domain',
    'company_website',
    'mail_route',
    'mail_disposable',
    'mail_role',
    'mail_free',
  ];
  readonly costMicros = 0;
  readonly isModel = false;

  constructor(private readonly hygiene: HygieneService) {}

  async missing(): Promise<string | null> {
    return null;
  }

  wordsFor({ email }: Lead): string | null {
    return email === null ? null : normaliseMailAddress(email);
  }

  async ask({ lead }: EnrichmentQuestion): Promise<Finding> {
    const { valid, mx, disposable, role, free, company_domain } = await this.hygiene.address(
      lead.email ?? '',
    );
    if (!valid) return { fields: [], costMicros: 0, isLasting: true };
    const said = (field: string, value: unknown, source: string, confidence = 1): FoundField => {
      return { field, value, confidence, source };
    };
    const company = company_domain === null || mx === 'none' ? [] : ofCompany(company_domain, mx === 'ok');
    return {
      fields: [
        ...(mx === 'unknown' ? [] : [said('mail_route', mx, 'name servers of the domain')]),
        said('mail_disposable', disposable, 'list of throw-away services'),
        said('mail_role', role, 'list of names of offices'),
        said('mail_free', free, 'list of services for everybody'),
        ...company,
      ],
      costMicros: 0,
      isLasting: mx !== 'unknown',
    };
  }
}

/** A domain that takes mail is in use; that its website stands there too is likely, and no more. */
function ofCompany(domain: string, takesMail: boolean): FoundField[] {
  const source = 'domain of the address';
  return [
    { field: 'company_domain', value: domain, confidence: takesMail ? 0.9 : 0.5, source },
    { field: 'company_website', value: `https://${domain}`, confidence: takesMail ? 0.6 : 0.3, source },
  ];
}
