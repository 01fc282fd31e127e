import { IsIn } from 'class-validator';
import { type Tracking, TRACKING } from './tracking.js';

/** How your mail is tracked where a mailing says nothing of its own. */
export class TrackingPolicy {
  /**
   * `individual` notes who opened and clicked; `aggregate` counts opens and clicks of a mailing and nobody's in particular; `off` sends
   * mail without a picture that tells, and with links as they are.
   */
  @IsIn(TRACKING)
  tracking!: Tracking;
}
