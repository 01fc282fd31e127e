import { createHash } from 'node:crypto';
import { sample } from './trial.ts';
import { type Bought, VeoServer } from './veo-server.ts';

export interface Clip {
  readonly id: string;
  readonly project: string;
  readonly prompt: string;
  readonly status: string;
  readonly failure: string | null;
  readonly sha256: string | null;
  readonly cost: number | null;
}

export interface Project {
  readonly id: string;
  readonly status: string;
  readonly url: string | null;
  readonly cost: number;
  readonly spent: number;
  readonly told: number;
}

const NAMED = new Set(['refused', 'lost', 'not-started']);

/** What must be true of videos, of what was bought for them and of what they cost, whoever was killed. */
export class VideoVerdict {
  private readonly projects: readonly Project[];
  private readonly clips: readonly Clip[];
  private readonly bought: readonly Bought[];

  constructor(projects: readonly Project[], clips: readonly Clip[], bought: readonly Bought[]) {
    this.projects = projects;
    this.clips = clips;
    this.bought = bought;
  }

  violations(): string[] {
    const findings = [...this.ofEnds(), ...this.ofPurchases(), ...this.ofCosts()];
    return findings.flatMap(([promise, broken]) =>
      broken.length > 0 ? [`${promise}: ${sample(broken)}`] : [],
    );
  }

  private ofEnds(): Finding[] {
    const over = (status: string) => status === 'completed' || status === 'failed';
    return [
      ['Every video ends', this.projects.filter(({ status }) => !over(status)).map(({ id }) => id)],
      [
        'Every end is told once',
        this.projects.filter(({ told }) => told !== 1).map(({ id, told }) => `${id} ${told}`),
      ],
      [
        'A clip fails by a filter, by its start being lost, or with another',
        this.clips
          .filter(({ status, failure }) => status === 'failed' && !NAMED.has(failure ?? ''))
          .map(({ id, failure }) => `${id} ${failure}`),
      ],
      [
        'A video that is there has an address',
        this.projects.filter(({ status, url }) => status === 'completed' && url === null).map(({ id }) => id),
      ],
    ];
  }

  private ofPurchases(): Finding[] {
    const purchases = (prompt: string) => this.bought.filter((one) => one.prompt === prompt);
    return [
      [
        'No clip is bought twice',
        this.clips.filter(({ prompt }) => purchases(prompt).length > 1).map(({ prompt }) => prompt),
      ],
      [
        'Every clip that is there is whole, and the one that was bought',
        this.made
          .filter(({ prompt, sha256 }) => !purchases(prompt).some(({ id }) => sha256 === hashOf(id)))
          .map(({ id }) => id),
      ],
      [
        'Every part goes on from one that was bought',
        this.bought
          .filter(({ continues }) => continues !== null && !this.bought.some(({ id }) => id === continues))
          .map(({ id }) => id),
      ],
    ];
  }

  private ofCosts(): Finding[] {
    const costOf = (project: string) =>
      this.made.filter((clip) => clip.project === project).reduce((sum, { cost }) => sum + (cost ?? 0), 0);
    return [
      [
        'A cost is that of what was made',
        this.projects
          .filter(({ id, cost }) => differs(cost, costOf(id)))
          .map(({ id, cost }) => `${id} ${cost}`),
      ],
      [
        'A cost is on its campaign once',
        this.projects
          .filter(({ cost, spent }) => differs(cost, spent))
          .map(({ id, spent }) => `${id} ${spent}`),
      ],
    ];
  }

  private get made(): Clip[] {
    return this.clips.filter(({ status }) => status === 'completed');
  }
}

type Finding = readonly [promise: string, broken: string[]];

const differs = (one: number, other: number) => Math.abs(one - other) > 0.0001;
const hashOf = (id: string) => createHash('sha256').update(VeoServer.contentOf(id)).digest('hex');
