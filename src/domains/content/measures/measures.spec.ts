import fc from 'fast-check';
import { predictedEngagement } from './engagement.js';
import { readabilityOf } from './readability.js';
import { seoReport } from './seo.js';

const PLAIN =
  'The cat sat on the mat. It was a warm day and the sun was out. The cat had a nap. Then it got up and ate. ' +
  'You can see it from the door. It will be back when the night comes.';
const HEAVY =
  'Organizational stakeholders will systematically operationalize interdisciplinary communication methodologies, ' +
  'facilitating unprecedented collaboration opportunities between geographically distributed administrative departments. ' +
  'Consequently, institutional accountability and transparency necessitate comprehensive documentation of these procedures.';

describe('how a text reads', () => {
  it('is told in six figures, as the formulas say', () => {
    // 6 sentences, 42 words of one syllable each, 126 letters; worked out by hand.
    expect(readabilityOf(PLAIN)).toEqual({
      reason: null,
      words: 42,
      sentences: 6,
      flesch_reading_ease: 115.1,
      flesch_kincaid_grade: -1.1,
      gunning_fog: 2.8,
      smog_index: 3.1,
      coleman_liau_index: -2.4,
      automated_readability_index: -3.8,
    });
  });

  it('gets harder with longer words and sentences, by every figure', () => {
    const [plain, heavy] = [readabilityOf(PLAIN), readabilityOf(`${HEAVY} ${HEAVY}`)];
    expect(heavy.flesch_reading_ease!).toBeLessThan(0);
    for (const figure of [
      'flesch_kincaid_grade',
      'gunning_fog',
      'smog_index',
      'coleman_liau_index',
      'automated_readability_index',
    ] as const)
      expect(heavy[figure]!).toBeGreaterThan(plain[figure]! + 10);
  });

  it('takes headings and items of lists for sentences', () => {
    const list =
      'What you get with this\n\n* the whole garden\n* all that you have planned for it\n\n' + PLAIN;
    expect(readabilityOf(list).sentences).toBe(9);
  });

  it('is not judged where there is little text', () => {
    expect(readabilityOf('Spring is here. Buy now!')).toMatchObject({
      reason: 'The text has 5 words; from 20 on it can be judged.',
      words: 5,
      flesch_reading_ease: null,
      smog_index: null,
    });
    expect(readabilityOf('')).toMatchObject({ words: 0, sentences: 0 });
  });

  it.each([
    'Der Frühling ist da und mit ihm die Lust auf den eigenen Garten, in dem man abends sitzen und die Ruhe genießen kann, wenn die Arbeit getan ist.',
    'Le printemps est arrivé et avec lui l’envie de profiter du jardin, où l’on peut s’asseoir le soir et savourer le calme quand le travail est fini.',
    'La primavera ha llegado y con ella las ganas de disfrutar del jardín, donde uno puede sentarse por la tarde y gozar de la calma al final del día.',
    'De lente is er en daarmee de zin in een eigen tuin waar je in de avond kunt zitten en van de rust kunt genieten als het werk gedaan is, of niet.',
    'Весна пришла, и вместе с ней желание побыть в саду, где вечером можно посидеть и насладиться тишиной, когда вся работа уже сделана и никто не спешит.',
  ])('is not judged by formulas for English when it is not: %s', (text) => {
    const { reason, flesch_reading_ease } = readabilityOf(text);
    expect(reason).toContain('does not seem to be English');
    expect(flesch_reading_ease).toBeNull();
  });

  it('is finite, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('the', 'and', 'you', '.', '\n'), fc.string()), { maxLength: 80 }),
        (parts) => {
          for (const figure of Object.values(readabilityOf(parts.join(' '))))
            expect(typeof figure !== 'number' || Number.isFinite(figure)).toBe(true);
        },
      ),
    );
  });
});

describe('how a page stands with search engines', () => {
  const section = (title: string) =>
    `<h2>${title}</h2><p>${'More words on it all follow here. '.repeat(30)}</p>`;
  const html =
    '<p>A spring garden begins with the soil. <a href="https://example.com">See ours</a>.</p>' +
    `${section('Plan your spring garden')}${section('Plant')}<p>${'Your spring garden. '.repeat(3)}</p><img src="x" alt="Beds">`;
  const page = {
    title: 'Your spring garden in ten simple steps',
    metaDescription: `How to plan and plant your spring garden: ${'what to do in which week, '.repeat(4)}`,
    html,
    text: html.replace(/<[^>]+>/g, ' '),
    keywords: ['Spring Garden'],
  };
  const failing = (changed: object) =>
    seoReport({ ...page, ...changed })
      .checks.filter(({ passed }) => !passed)
      .map(({ id }) => id);

  it('is all that can be wished when nothing is missing', () => {
    expect(failing({})).toEqual([]);
    expect(seoReport(page).score).toBe(100);
  });

  it.each([
    [{ title: 'Your spring garden' }, ['title-length']],
    [{ title: 'Your garden in ten simple steps for all' }, ['keyword-in-title']],
    [{ metaDescription: null }, ['meta-description', 'keyword-in-meta']],
    [{ keywords: [] }, ['keyword-set']],
    [{ keywords: [' ', '!'] }, ['keyword-set']],
    [{ html: html.replace(/<h2>/g, '<h1>').replace(/<\/h2>/g, '</h1>') }, ['single-h1', 'subheadings']],
    [{ html: html.replace('<a ', '<b ').replace('</a>', '</b>') }, ['links']],
    [{ html: html.replace(' alt="Beds"', '') }, ['image-alts']],
    [
      {
        text: page.text.replace(/spring garden begins/, 'garden begins'),
        keywords: ['spring garden begins'],
      },
      ['keyword-in-title', 'keyword-in-opening', 'keyword-in-heading', 'keyword-in-meta', 'keyword-density'],
    ],
    [{ text: 'spring garden '.repeat(200) }, ['keyword-density']],
    [
      {
        text: 'A spring garden needs no more than these few words that we have for it, and it needs some more time than that and then a few more; so do we all, at times, and so on.',
      },
      ['word-count', 'keyword-density'],
    ],
  ])('names what is missing with %j', (changed, ids) => {
    expect(failing(changed)).toEqual(ids);
  });

  it('loses of its score what the failed checks weigh', () => {
    const { score, checks } = seoReport({ ...page, title: 'Your spring garden' });
    const total = checks.reduce((sum, { weight }) => sum + weight, 0);
    expect(score).toBe(Math.round((100 * (total - 10)) / total));
  });

  it('is between 0 and 100, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.array(fc.string(), { maxLength: 3 }),
        (title, text, keywords) => {
          const { score, checks } = seoReport({ title, metaDescription: text, html: text, text, keywords });
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
          expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
        },
      ),
    );
  });
});

describe('what a post may bring', () => {
  const tags = ' #a #b #c';
  it.each([
    ['Hello', 'twitter', 50],
    [`${'x'.repeat(100)}!`, 'twitter', 60],
    ['x'.repeat(100), 'twitter', 50],
    ['x'.repeat(200), 'twitter', 50],
    [`Hello${tags}`, 'twitter', 65],
    ['Hello #a #b', 'twitter', 50],
    ['Hello #a #b #c #d #e #f #g #h', 'twitter', 50],
    [`${'x'.repeat(120)}${tags}`, 'instagram', 90],
    [`${'x'.repeat(120)}${tags}`, 'tiktok', 100],
    [`${'x'.repeat(120)}${tags}`, 'linkedin', 60],
    [`${'x'.repeat(120)}${tags}`, null, 75],
    ['Hello', 'constructor', 50],
  ])('follows the formula: %j on %s', (text, platform, score) => {
    expect(predictedEngagement(text, platform)).toEqual({
      estimated: true,
      score,
      likes: score * 10,
      comments: score * 2,
      shares: score,
      viral: Math.min(95, score * 1.2),
      confidence: 0.75,
    });
  });
});
