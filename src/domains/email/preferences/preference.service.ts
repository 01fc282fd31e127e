import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { MailLinks } from '../tracking/mail-links.js';
import { TrackingRepository } from '../tracking/tracking.repository.js';
import { PreferenceRepository, type Preferences } from './preference.repository.js';

/** For how long a reader may pause mail. */
export const PAUSE_DAYS = [7, 30, 90] as const;

/** A form as a browser sends it. */
export type PreferenceForm = Readonly<Record<string, unknown>>;

/** What readers choose behind the signed link of a mail, without signing in. */
@Injectable()
export class PreferenceService {
  constructor(
    private readonly links: MailLinks,
    private readonly preferences: PreferenceRepository,
    private readonly tracking: TrackingRepository,
  ) {}

  /** Undefined for a link that is not ours or whose message is gone. */
  async of(token: string): Promise<Preferences | undefined> {
    const claim = this.links.read('preferences', token);
    return claim && this.preferences.of(claim.messageId);
  }

  /** Keeps what was chosen; false for a link that is not ours or whose message is gone. */
  async choose(token: string, form: PreferenceForm, userAgent: string): Promise<boolean> {
    const claim = this.links.read('preferences', token);
    if (!claim) return false;
    if (form['choice'] === 'none') return this.tracking.unsubscribe(claim.messageId, userAgent);
    const wanted = Object.keys(form).flatMap((name) => (name.startsWith('topic-') ? [name.slice(6)] : []));
    const days = form['pause'] === 'no' ? 0 : PAUSE_DAYS.find((one) => String(one) === form['pause']);
    return this.preferences.choose(claim.messageId, { wanted: wanted.filter(isUuid), pauseDays: days });
  }
}
