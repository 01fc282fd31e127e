import { shares } from '../money/amounts.js';
import type { ProposalPhase } from '../proposal.answers.dto.js';

const WORKING_DAYS_A_WEEK = 5;

/**
 * The phases of a project of so many weeks, or of work on site of so many days. A project has a week each for planning,
 * testing and launch and builds in between; one of three weeks or less has no whole week for that, so its working days
 * are shared out, two fifths of them for building.
 */
export function timelinePlan(category: string, duration: number): ProposalPhase[] {
  if (category === 'trade') return tradePhases(duration);
  const [planning = '', building = '', testing = '', launch = ''] = projectDurations(duration);
  return [
    {
      phase: 'Discovery and planning',
      duration: planning,
      deliverables: ['Project plan', 'Written requirements', 'Confirmed dates'],
    },
    {
      phase: 'Design and implementation',
      duration: building,
      deliverables: ['First drafts for your review', 'Core results', 'Regular progress reports'],
    },
    {
      phase: 'Testing and refinement',
      duration: testing,
      deliverables: ['Quality checks', 'Corrections', 'Fine tuning'],
    },
    {
      phase: 'Launch and support',
      duration: launch,
      deliverables: ['Final delivery', 'Introduction for your team', 'Documentation'],
    },
  ];
}

function projectDurations(weeks: number): string[] {
  if (weeks > 3) return [1, weeks - 3, 1, 1].map((count) => counted(count, 'week'));
  return shares(weeks * WORKING_DAYS_A_WEEK, [1, 2, 1, 1]).map((count) => counted(count, 'day'));
}

function tradePhases(days: number): ProposalPhase[] {
  return [
    {
      phase: 'Site assessment and preparation',
      duration: '1-2 days',
      deliverables: ['Site assessment', 'List of materials', 'Permits requested'],
    },
    {
      phase: 'Procurement of materials',
      duration: '2-3 days',
      deliverables: ['Materials ordered', 'Delivery arranged', 'Site prepared'],
    },
    {
      phase: 'Installation and completion of the work',
      duration: counted(days, 'day'),
      deliverables: ['Installation', 'Checks along the way', 'Progress reports'],
    },
    {
      phase: 'Final inspection',
      duration: '1 day',
      deliverables: ['Final inspection', 'Confirmed quality', 'Clean site'],
    },
  ];
}

/** `1 week`, `5 weeks`. */
export function counted(count: number, unit: 'day' | 'week'): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
