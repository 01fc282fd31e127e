import type { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { isAbsent, nameServers } from './name-servers.js';

const DEADLINE_MS = 4_000;
const LONGEST = 2_048;
const RECORDS_AT_MOST = 50;

/** What name servers say of mail at a name: its texts, what it stands for, or that they did not say. Always asked anew. */
@Injectable()
export class MailRecords {
  private readonly servers: Resolver;

  constructor(settings: Settings) {
    this.servers = nameServers(settings.DNS_SERVERS);
  }

  /** The texts at a name, each put together from its parts; undefined when the name servers did not say. Never throws. */
  texts(name: string): Promise<string[] | undefined> {
    return this.asked(name, async (ascii) => {
      const records = await this.servers.resolveTxt(ascii);
      return records.slice(0, RECORDS_AT_MOST).map((parts) => parts.join('').slice(0, LONGEST));
    });
  }

  /** The names that a name stands for, in lower case; undefined when the name servers did not say. Never throws. */
  aliases(name: string): Promise<string[] | undefined> {
    return this.asked(name, async (ascii) => {
      const names = await this.servers.resolveCname(ascii);
      return names.slice(0, RECORDS_AT_MOST).map((one) => one.toLowerCase().replace(/\.$/, ''));
    });
  }

  private async asked(
    name: string,
    ask: (ascii: string) => Promise<string[]>,
  ): Promise<string[] | undefined> {
    const ascii = domainToASCII(name.replaceAll('_', 'x')) === '' ? '' : name;
    if (ascii === '') return [];
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), DEADLINE_MS);
    });
    const answer = ask(ascii).catch((error: unknown) => (isAbsent(error) ? [] : undefined));
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }
}
