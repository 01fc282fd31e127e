import { Injectable } from '@nestjs/common';
import type { Tracking } from './tracking.js';
import { TrackingPolicyRepository } from './tracking-policy.repository.js';

type Settings = Readonly<Record<string, unknown>>;

/** How an owner's mail is tracked where a mailing says nothing of its own. */
@Injectable()
export class TrackingPolicies {
  constructor(private readonly policies: TrackingPolicyRepository) {}

  async of(ownerId: string): Promise<Tracking> {
    return (await this.policies.find(ownerId)) ?? 'individual';
  }

  async set(ownerId: string, tracking: Tracking): Promise<Tracking> {
    await this.policies.keep(ownerId, tracking);
    return tracking;
  }

  /** The settings of a mailing with what holds for it from now on, whatever its owner says later. */
  async pinned(ownerId: string, settings: Settings): Promise<Settings> {
    if (settings['tracking'] !== undefined && settings['tracking'] !== null) return settings;
    const usual = await this.of(ownerId);
    return usual === 'individual' ? settings : { ...settings, tracking: usual };
  }
}
