import type { VideoProject } from '../projects/project.js';
import { newClips, refuseUnfit, type VideoDemands } from './wanted-video.js';

const ALL = { lastFrame: true, references: 3, longestFilmS: 148 };
const NOTHING = { lastFrame: false, references: 0, longestFilmS: 0 };
const PLAIN: VideoDemands = {
  seconds: 8,
  hasFirstFrame: false,
  hasLastFrame: false,
  references: 0,
  isOneFilm: undefined,
};
const project = (seconds: number) =>
  ({ platform: 'Landscape', duration_s: seconds, scene_plan: null }) as unknown as VideoProject;
const wanted = { finalPrompt: 'Bread', isFast: true, frames: new Map([[0, 'frame']]) };

describe('a model that can do little', () => {
  it.each([
    ['last_frame_url', { hasFirstFrame: true, hasLastFrame: true }],
    ['reference_image_urls', { references: 1 }],
    ['as_one_film', { seconds: 9, isOneFilm: true }],
  ])('is not asked for more, which names %s', (path, more) => {
    const demands = { ...PLAIN, ...more };
    expect(() => refuseUnfit('veo-3', ALL, demands)).not.toThrow();
    const error = thrownBy(() => refuseUnfit('veo-3', NOTHING, demands));
    expect(error).toMatchObject({ code: 'ai-video/model-unable', kind: 'invalid', issues: [{ path }] });
  });

  it('makes several clips of a longer video', () => {
    const clips = newClips(project(20), wanted, NOTHING);
    expect(clips.map(({ seconds, follows }) => [seconds, follows])).toEqual([
      [8, false],
      [8, false],
      [4, false],
    ]);
  });
});

describe('the clips of one film', () => {
  it('begin with the image, and go on from one another', () => {
    const clips = newClips(project(20), wanted, ALL);
    expect(clips.map(({ seconds, follows, frameId, aspect }) => [seconds, follows, frameId, aspect])).toEqual(
      [
        [6, false, 'frame', '16:9'],
        [7, true, null, '16:9'],
        [7, true, null, '16:9'],
      ],
    );
  });

  it('begin with eight seconds where they go by images, which only those are shown', () => {
    const clips = newClips(project(9), { ...wanted, frames: new Map(), referenceIds: ['a'] }, ALL);
    expect(clips.map(({ seconds, referenceIds }) => [seconds, referenceIds])).toEqual([
      [8, ['a']],
      [7, null],
    ]);
  });

  it('are several where the film would be longer than the model can make it', () => {
    const clips = newClips(project(40), wanted, { ...ALL, longestFilmS: 30 });
    expect(clips.some(({ follows }) => follows)).toBe(false);
  });
});

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
