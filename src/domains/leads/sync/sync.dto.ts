/** What has come from the sources that are connected. */
export class LeadSync {
  /** Leads that were made or changed. */
  synced_count!: number;
  new_leads!: number;
  updated_leads!: number;
  /** Leads that were known as they were told. */
  unchanged_leads!: number;
  /** What was told and is no lead that could be kept. */
  refused_leads!: number;
  /** Whether the sources have more to tell: the next call goes on where this one has ended. */
  more!: boolean;
  sync_time!: string;
  /** The sources that were asked; none when nothing is connected. */
  sources!: string[];
}
