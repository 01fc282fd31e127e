import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { WebClient } from '../web-client.js';
import type { WebAnswer } from '../web-answer.js';
import { RobotsUnreadable } from '../web.errors.js';
import { EVERYTHING_ALLOWED, type RobotsRules, robotsRules } from './robots-rules.js';

const KEPT_MS = 60 * 60_000;
const LEFT_ALONE_MS = 5 * 60_000;
const MOST_SITES = 1_000;
/** Characters of all files that are kept; what the parser makes of them is several times that. */
const MOST_TEXT = 4 * 1024 * 1024;
/** RFC 9309 wants at least 500 KiB to be read; what comes after is not. */
const LONGEST = 500 * 1024;

interface Entry {
  /** Null: could not be read. */
  rules: RobotsRules | null;
  weight: number;
  until: number;
}

/** The robots.txt of each site, read once an hour. None there (4xx) allows everything; one that is broken (5xx, 429) nothing. */
@Injectable()
export class RobotsBook {
  /** In the order in which they were last used. */
  private readonly entries = new Map<string, Entry>();
  private text = 0;

  constructor(
    private readonly web: WebClient,
    private readonly settings: Settings,
  ) {}

  /** Throws when the file cannot be read for now, and what the client throws when the site cannot be reached at all. */
  async rulesFor(url: URL, signal: AbortSignal): Promise<RobotsRules> {
    const entry = this.known(url.origin) ?? this.keep(url.origin, await this.read(url.origin, signal));
    if (!entry.rules) throw new RobotsUnreadable().after((entry.until - Date.now()) / 1_000);
    return entry.rules;
  }

  private known(origin: string): Entry | undefined {
    const entry = this.entries.get(origin);
    if (!entry) return undefined;
    this.drop(origin);
    if (entry.until <= Date.now()) return undefined;
    return this.keep(origin, entry);
  }

  private async read(origin: string, signal: AbortSignal): Promise<Entry> {
    const url = new URL('/robots.txt', origin);
    const answer = await this.web.send({ url, signal, longest: LONGEST, cut: true });
    const rules = this.rulesOf(url, answer);
    const weight = answer.ok ? answer.bytes.length : 0;
    return { rules, weight, until: Date.now() + (rules ? KEPT_MS : LEFT_ALONE_MS) };
  }

  private rulesOf(url: URL, { ok, status, bytes }: WebAnswer): RobotsRules | null {
    if (ok) return robotsRules(url, bytes.toString('utf8'), this.settings.OUTBOUND_AGENT);
    return status >= 400 && status < 500 && status !== 429 ? EVERYTHING_ALLOWED : null;
  }

  private keep(origin: string, entry: Entry): Entry {
    this.drop(origin);
    this.entries.set(origin, entry);
    this.text += entry.weight;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MOST_SITES && this.text <= MOST_TEXT) break;
      this.drop(oldest);
    }
    return entry;
  }

  private drop(origin: string): void {
    this.text -= this.entries.get(origin)?.weight ?? 0;
    this.entries.delete(origin);
  }
}
