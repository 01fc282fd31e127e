import type { VideoSeconds } from '#platform/media/media-request';

const LONGEST_CLIP_S = 8;
const GOES_ON_S = 7;
const SCENE = /^Scene \d{1,3}: ([^]*) \((\d{1,3})s\)\.?\s*([^]*)$/;
const SPOKEN = /^([^]*?)\. A voice says: “([^”]*)”$/;

/** What is shown for how long. */
export interface PlannedScene {
  readonly visual: string;
  readonly duration: number;
  readonly shot?: string | null;
  /** What is said from its first moment on. */
  readonly narration?: string | null;
}

/** One clip that a model is to make. */
export interface PlannedClip {
  readonly seconds: VideoSeconds;
  readonly prompt: string;
  /** Counted from 0: the scene it begins with. */
  readonly firstScene: number;
}

/** The words by which a plan is filmed. */
export function finalPromptOf(scenes: readonly PlannedScene[], finalCta: string): string {
  return [...scenes.map(told), finalCta].join(' ');
}

function told({ visual, duration, shot, narration }: PlannedScene, at: number): string {
  const spoken = narration ? `A voice says: “${narration.replace(/[“”]/g, '"')}”` : '';
  const words = [visual, shot ?? '', spoken].filter((text) => text !== '');
  return `Scene ${at + 1}: ${words.map((text) => text.replace(/\.$/, '')).join('. ')} (${duration}s).`;
}

/**
 * What each clip of a video is told. A longer video is several clips, one after the other, of which each is told what happens
 * in its part; as one film, each goes on from the one before.
 */
export function clipsOf(
  finalPrompt: string,
  scenes: readonly PlannedScene[],
  { lengths, isOneFilm = false }: { lengths: readonly VideoSeconds[]; isOneFilm?: boolean },
): PlannedClip[] {
  const [only] = lengths;
  if (lengths.length === 1 && only) return [{ seconds: only, prompt: finalPrompt, firstScene: 0 }];
  const own = scenesIn(finalPrompt);
  const { scenes: shown, rest } = own.scenes.length > 0 ? own : { scenes, rest: finalPrompt };
  let start = 0;
  return lengths.map((seconds, at) => {
    const parts = within(shown, start, start + seconds);
    start += seconds;
    const seen = parts.map(told);
    const closing = at === lengths.length - 1 || seen.length === 0 ? [rest] : [];
    const opening = isOneFilm ? goingOn(at) : partOf(at, lengths.length);
    const prompt = [opening, ...seen, ...closing].filter((text) => text !== '').join(' ');
    return { seconds, prompt, firstScene: parts[0]?.scene ?? 0 };
  });
}

function partOf(at: number, count: number): string {
  return `Part ${at + 1} of ${count} of one video: keep people, places, colours and light the same in all parts.`;
}

function goingOn(at: number): string {
  return at === 0 ? '' : 'Go on without a break: the same people, places, colours and light.';
}

/** Of clips of 4, 6 or 8 seconds, as a model makes them of nothing: they add up to the total, or to one second more. */
export function clipLengths(total: number): VideoSeconds[] {
  const even = Math.max(4, total + (total % 2));
  const rest = even % LONGEST_CLIP_S;
  const whole = wholeClips(Math.floor(even / LONGEST_CLIP_S));
  if (rest === 0) return whole;
  if (rest === 2) return [...whole.slice(1), 6, 4];
  return [...whole, rest as VideoSeconds];
}

/** Where every clip is as long as it can be: up to seven seconds more than the total. */
export function wholeClipLengths(total: number): VideoSeconds[] {
  return wholeClips(Math.max(1, Math.ceil(total / LONGEST_CLIP_S)));
}

/** Of one film: a beginning, and what goes on from it for 7 seconds each. The least that is not shorter than the total. */
export function filmLengths(total: number, beginnings: readonly VideoSeconds[] = [4, 6, 8]): VideoSeconds[] {
  const films = beginnings.map((first): VideoSeconds[] => {
    const more = Math.max(0, Math.ceil((total - first) / GOES_ON_S));
    return [first, ...Array<VideoSeconds>(more).fill(GOES_ON_S)];
  });
  return films.reduce((best, film) =>
    secondsOf(film) < secondsOf(best) || (secondsOf(film) === secondsOf(best) && film.length < best.length)
      ? film
      : best,
  );
}

export function secondsOf(lengths: readonly number[]): number {
  return lengths.reduce((sum, one) => sum + one, 0);
}

function wholeClips(count: number): VideoSeconds[] {
  return Array<VideoSeconds>(count).fill(LONGEST_CLIP_S);
}

/** The scenes that a prompt tells in our own form, which people may have edited, and what stands behind them. */
function scenesIn(prompt: string): { scenes: PlannedScene[]; rest: string } {
  const scenes: PlannedScene[] = [];
  let rest = '';
  for (const piece of prompt.split(/(?=Scene \d{1,3}: )/)) {
    const [, visual, seconds, behind = ''] = SCENE.exec(piece) ?? [];
    if (visual === undefined) rest = `${rest} ${piece}`.trim();
    else {
      const [, silent = visual, narration = null] = SPOKEN.exec(visual) ?? [];
      scenes.push({ visual: silent, duration: Number(seconds), narration });
      rest = `${rest} ${behind}`.trim();
    }
  }
  return { scenes, rest };
}

/** The parts of scenes between two moments, of which only the first is spoken over. What goes on after the last scene belongs to it. */
function within(scenes: readonly PlannedScene[], from: number, to: number) {
  const parts: (PlannedScene & { scene: number })[] = [];
  let start = 0;
  for (const [scene, { duration, ...seen }] of scenes.entries()) {
    const end = scene === scenes.length - 1 ? Math.max(start + duration, to) : start + duration;
    const shown = Math.min(end, to) - Math.max(start, from);
    const narration = start >= from ? (seen.narration ?? null) : null;
    if (shown > 0) parts.push({ ...seen, narration, duration: shown, scene });
    start = end;
  }
  return parts;
}
