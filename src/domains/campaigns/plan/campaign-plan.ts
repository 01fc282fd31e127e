import type { Audience } from '../campaign.dto.js';
import type { CampaignSchedule } from '../schedule/campaign-schedule.dto.js';

/** What a campaign does when it is launched: to whom, when, over which channels, saying what. */
export interface CampaignPlan {
  readonly audience: Audience;
  /** Null: when it is launched, or at its start date. */
  readonly schedule: CampaignSchedule | null;
  readonly channels: readonly string[];
  readonly content: Readonly<Record<string, unknown>>;
  /** How it is sent: throttle, quiet hours, caps. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What is planned now, and what a launch has frozen of it. */
interface Planned extends CampaignPlan {
  /** Null before the launch. */
  readonly plan: CampaignPlan | null;
}

/** The plan as it was frozen by the launch; of a campaign that was not launched, what a launch would freeze. */
export function planOf({ plan, audience, schedule, channels, content, settings }: Planned): CampaignPlan {
  return plan ?? { audience, schedule, channels, content, settings };
}
