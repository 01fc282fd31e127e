import fc from 'fast-check';
import { clipLengths, filmLengths, clipsOf, finalPromptOf } from './clip-plan.js';

const scenes = [
  { visual: 'Dough', duration: 6 },
  { visual: 'Oven', duration: 4 },
  { visual: 'Bread', duration: 6 },
];

describe('the clips of a video', () => {
  it('are one that is told everything where a model can make it at once', () => {
    const prompt = finalPromptOf([{ visual: 'Dough', duration: 8 }], 'Come by!');
    expect(prompt).toBe('Scene 1: Dough (8s). Come by!');
    expect(clipsOf(prompt, [], { lengths: [8] })).toEqual([{ seconds: 8, prompt, firstScene: 0 }]);
  });

  it('are several of a longer one, each told what happens in it', () => {
    const [first, second] = clipsOf(finalPromptOf(scenes, 'Come by!'), [], { lengths: [8, 8] });
    expect(first).toMatchObject({ seconds: 8, firstScene: 0 });
    expect(first?.prompt).toMatch(/^Part 1 of 2 .* Scene 1: Dough \(6s\)\. Scene 2: Oven \(2s\)\.$/);
    expect(second).toMatchObject({ seconds: 8, firstScene: 1 });
    expect(second?.prompt).toMatch(/ Scene 1: Oven \(2s\)\. Scene 2: Bread \(6s\)\. Come by!$/);
  });

  it('are told how a scene is taken and what is said, which is said once where two clips show it', () => {
    const spoken = scenes.map((scene) => ({
      ...scene,
      shot: 'Close-up.',
      narration: `On “${scene.visual}”.`,
    }));
    const prompt = finalPromptOf(spoken, 'Come by!');
    expect(prompt).toMatch(
      /^Scene 1: Dough\. Close-up\. A voice says: “On "Dough"\.” \(6s\)\. Scene 2: Oven/,
    );
    for (const told of [prompt, 'All of it in black and white.']) {
      const [first, second] = clipsOf(told, spoken, { lengths: [8, 8] });
      expect(first?.prompt).toContain('Oven. Close-up. A voice says: “On "Oven".” (2s)');
      expect(second?.prompt).toContain('Oven. Close-up (2s). Scene 2: Bread. Close-up. A voice says');
    }
  });

  it('follow the plan where the words are somebody’s own', () => {
    const [first, second] = clipsOf('All of it in black and white.', scenes, { lengths: [8, 8] });
    expect(first?.prompt).toContain('Dough (6s)');
    expect(second?.prompt).toContain('Bread (6s). All of it in black and white.');
  });

  it('are as long as a model can make them, and together as long as the video', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 120 }), (total) => {
        const lengths = clipLengths(total);
        expect(lengths.every((one) => [4, 6, 8].includes(one))).toBe(true);
        expect(lengths.reduce((sum, one) => sum + one, 0)).toBe(total + (total % 2));
      }),
    );
  });

  it('of one film go on from one another, and are told so', () => {
    const [first, second] = clipsOf(finalPromptOf(scenes, 'Come by!'), [], {
      lengths: [8, 7],
      isOneFilm: true,
    });
    expect(first?.prompt).toBe('Scene 1: Dough (6s). Scene 2: Oven (2s).');
    expect(second?.prompt).toMatch(
      /^Go on without a break.* Scene 1: Oven \(2s\)\. Scene 2: Bread \(5s\)\. Come by!$/,
    );
  });

  it.each([
    [8, [8]],
    [15, [8, 7]],
    [16, [4, 7, 7]],
    [20, [6, 7, 7]],
    [120, [8, ...Array<number>(16).fill(7)]],
  ])('of one film of %i seconds are %j', (total, lengths) => {
    expect(filmLengths(total)).toEqual(lengths);
  });

  it('can be made of any words', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 8, max: 40 }), (words, total) => {
        const clips = clipsOf(words, scenes, { lengths: clipLengths(total) });
        expect(clips).toHaveLength(clipLengths(total).length);
        if (words.trim() !== '') expect(clips.every(({ prompt }) => prompt !== '')).toBe(true);
      }),
    );
  });
});
