import { completeProfile } from '../brand-profile.js';
import { type AssetRow, profileFromAssets } from './profile-from-assets.js';

const row = (type: string, asset_data: unknown, name = type): AssetRow => ({
  id: `id of ${name}`,
  name,
  type,
  asset_data,
  is_primary: null,
});

describe('a brand that only rows of an existing project tell of', () => {
  it('is read from palettes, fonts, voices, kits and logos; the first that says something is believed', () => {
    const rows = [
      row('logo', {}, 'logo uploaded here'),
      row('logo', { url: 'https://example.com/logo.png' }, 'first logo'),
      row('color_palette', { colors: { primary: '#111111' } }),
      row('logo', { url: 'https://example.com/other.png' }, 'second logo'),
      row('colors', { primary: '#222222', secondary: '#333', accent: 'red' }),
      row('font', { heading: 'Inter', body: '' }),
      row('brand_voice', { content: 'Speaks plainly.' }),
      row('brand_kit', { description: 'Tools.' }, 'Acme'),
    ];
    expect(profileFromAssets(rows)).toEqual(
      completeProfile({
        name: 'Acme',
        description: 'Tools.',
        colors: { primary: '#111111', secondary: '#333', accent: null, background: null, text: null },
        fonts: { heading: 'Inter', body: null },
        logo_id: 'id of first logo',
        voice: 'Speaks plainly.',
      }),
    );
  });

  it.each([
    [null],
    ['text'],
    [[1, 2]],
    [{ colors: 5, voice: {}, name: 7, fonts: [], primary: 'javascript:' }],
  ])('is nothing where the rows make no sense: %j', (data) => {
    const rows = ['image', 'voice', 'font', 'palette'].map((type) => row(type, data));
    expect(profileFromAssets(rows)).toEqual(completeProfile({}));
  });
});
