import { Injectable } from '@nestjs/common';
import { HoursUnfit } from '../support.errors.js';
import { faultOf } from './business-hours.js';
import { DeskPlanRepository } from './desk-plan.repository.js';
import type { SupportPlan } from './sla.dto.js';

/** When the desk is open and how fast it wants to be. */
@Injectable()
export class SlaService {
  constructor(private readonly plans: DeskPlanRepository) {}

  async get(): Promise<SupportPlan> {
    const { hours, targets, notifyEmail } = await this.plans.get();
    return { hours, targets, notify_email: notifyEmail } as SupportPlan;
  }

  /** Throws `support/hours-unfit` for hours that overlap, or are none. */
  async set(adminId: string, { hours, targets, notify_email }: SupportPlan): Promise<SupportPlan> {
    const fault = faultOf(hours);
    if (fault !== undefined) throw new HoursUnfit(fault);
    await this.plans.set({ hours, targets, notifyEmail: notify_email ?? null }, adminId);
    return this.get();
  }
}
