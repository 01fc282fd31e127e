import { ANTHROPIC_MODELS } from './anthropic.models.js';
import { GOOGLE_MODELS } from './google.models.js';
import { MISTRAL_MODELS } from './mistral.models.js';
import { changed, settingChanges } from './model-change.js';
import { OPENAI_MODELS } from './openai.models.js';

const MODELS = [...OPENAI_MODELS, ...ANTHROPIC_MODELS, ...GOOGLE_MODELS, ...MISTRAL_MODELS];
const TODAY = '2026-11-24';
const named = (models: readonly (typeof MODELS)[number][], name: string) =>
  models.find((model) => model.name === name)!;
const defaults = (models: readonly (typeof MODELS)[number][], kind = 'text') =>
  models.filter((model) => model.isDefault && model.kind === kind).map(({ name }) => name);

describe('the lists of models', () => {
  it('name every model once and one default for each provider and kind', () => {
    expect(new Set(MODELS.map(({ name }) => name)).size).toBe(MODELS.length);
    expect(new Set(MODELS.map(({ apiId }) => apiId)).size).toBe(MODELS.length);
    const groups = Map.groupBy(MODELS, ({ provider, kind }) => `${provider} ${kind}`);
    for (const [group, models] of groups)
      expect([group, models.filter(({ isDefault }) => isDefault).length]).toEqual([group, 1]);
  });

  it('never say that something is free, and say since when every price is known', () => {
    for (const { name, price } of MODELS) {
      const prices = [price, ...(price.long ? [price.long] : [])].flatMap((one) => [
        one.input,
        one.cachedInput,
        one.output,
      ]);
      const known = [...prices, price.perImage, price.perSecond].filter((dollars) => dollars !== null);
      expect([name, known.every((dollars) => dollars > 0)]).toEqual([name, true]);
      expect([name, price.pricedAt === null]).toEqual([name, known.length === 0]);
    }
  });

  it('know who replaces what is about to go', () => {
    for (const model of MODELS) {
      if (model.retiresOn !== null) expect([model.name, model.deprecatedSince]).not.toContain(null);
      if (model.replacedBy === null) continue;
      expect([model.name, model.kind]).not.toContain('embedding');
      const heir = named(MODELS, model.replacedBy);
      expect([model.name, heir?.provider, heir?.kind]).toEqual([model.name, model.provider, model.kind]);
      expect(heir.retiresOn === null || heir.retiresOn > model.retiresOn!).toBe(true);
    }
  });

  it.each([
    'gpt-5 gpt-5-mini gpt-5-nano gpt-4.1 gpt-4.1-mini o3 o4-mini',
    'claude-opus-4.5 claude-opus-4.1 claude-sonnet-4.5 claude-sonnet-4 claude-haiku-4.5',
    'gemini-3-pro gemini-3-flash gemini-2.5-pro gemini-2.5-flash gemini-2.5-flash-lite gemini-2.0-flash',
    'veo-3 veo-3-fast nano-banana mistral-large-latest mistral-medium-latest',
  ])('have the names people know: %s', (names) => {
    for (const name of names.split(' ')) expect([name, named(MODELS, name)?.name]).toEqual([name, name]);
  });
});

describe('changes to the models', () => {
  it('leave the defaults of the lists alone when there are none', () => {
    expect(defaults(changed(MODELS, [], TODAY))).toEqual([
      'gpt-5-mini',
      'claude-sonnet-4.5',
      'gemini-2.5-flash',
      'mistral-large-latest',
    ]);
  });

  it('put who replaces it in the place of a default whose provider no longer answers', () => {
    expect(defaults(changed(MODELS, [], '2026-11-30'))).toContain('claude-sonnet-4.6');
    expect(defaults(changed(MODELS, [], '2026-12-11'))).toEqual([
      'gpt-6.1-terra',
      'claude-sonnet-4.6',
      'gemini-3.5-flash-lite',
      'mistral-large-latest',
    ]);
  });

  it('put another in the place of a default that is switched off', () => {
    const models = changed(MODELS, [{ name: 'gpt-5-mini', isActive: false }], TODAY);
    expect(defaults(models)).toContain('gpt-6.1-terra');
    const chosen = [
      { name: 'gpt-6-sol', isDefault: true },
      { name: 'gpt-6-sol', isActive: false },
    ];
    expect(defaults(changed(MODELS, chosen, TODAY))).toContain('gpt-5-mini');
    const off = OPENAI_MODELS.map(({ name }) => ({ name, isActive: false }));
    expect(changed(OPENAI_MODELS, off, TODAY).filter(({ isDefault }) => isDefault)).toEqual([]);
  });

  it('put who replaces it in the place of a default that its provider does not have', () => {
    const gone = [{ name: 'gpt-5-mini', isAvailable: false }];
    expect(defaults(changed(MODELS, gone, TODAY))).toContain('gpt-6.1-terra');
    const chosen = [
      { name: 'gpt-5', isDefault: true },
      { name: 'gpt-5', isAvailable: false },
    ];
    expect(defaults(changed(MODELS, chosen, TODAY))).toContain('gpt-6.1-sol');
    const there = [{ name: 'gpt-5-mini', isAvailable: true }];
    expect(defaults(changed(MODELS, there, TODAY))).toContain('gpt-5-mini');
  });

  it('leave the default alone where its provider names none of our models, as a gateway may', () => {
    const unheardOf = OPENAI_MODELS.map(({ name }) => ({ name, isAvailable: false }));
    expect(defaults(changed(MODELS, unheardOf, TODAY))).toContain('gpt-5-mini');
  });

  it('bring the price and abilities of the model that another id names, and no price for an unknown one', () => {
    const known = settingChanges(['claude-sonnet-4.5:claude-sonnet-5', 'gpt-5:gpt-9'], MODELS);
    const models = changed(MODELS, known, TODAY);
    expect(named(models, 'claude-sonnet-4.5')).toMatchObject({
      apiId: 'claude-sonnet-5',
      price: { input: 2, output: 10 },
      capabilities: { temperature: false },
      retiresOn: null,
      isDefault: true,
    });
    expect(named(models, 'gpt-5')).toMatchObject({ apiId: 'gpt-9', price: { input: null, output: null } });
  });

  it.each([
    ['gpt-9', 'names no model'],
    ['openai=gpt-9', 'names no model'],
    ['openai=claude-sonnet-4.5', 'is not a model of openai'],
    ['gpt-5:', 'names no model'],
  ])('in AI_MODELS that cannot be placed are refused: %s', (entry, says) => {
    expect(() => settingChanges([entry], MODELS)).toThrow(says);
  });
});
