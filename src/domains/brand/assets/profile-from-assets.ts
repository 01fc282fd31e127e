import { type BrandProfile, COLOURS, completeProfile, FONTS } from '../brand-profile.js';
import { objectOf, textOf } from './asset-data.js';

/** A row of `brand_assets` as a front end may have written it: `type` and `asset_data` follow no rule of ours. */
export interface AssetRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly asset_data: unknown;
  readonly is_primary: boolean | null;
}

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const ABOUT_FONTS = /font|typo/i;
const ABOUT_VOICE = /voice|tone|guideline/i;
const ABOUT_THE_BRAND = /profile|identity|brand_?kit/i;

/** What rows say of a brand of which no version has been saved; of two that say something, the first is believed. */
export function profileFromAssets(rows: readonly AssetRow[]): BrandProfile {
  const parts = rows.map(partOf).toReversed();
  return completeProfile({
    ...Object.assign({}, ...parts),
    colors: Object.assign({}, ...parts.map(({ colors }) => colors)),
    fonts: Object.assign({}, ...parts.map(({ fonts }) => fonts)),
  });
}

function partOf({ id, name, type, asset_data, is_primary }: AssetRow): Partial<BrandProfile> {
  const data = objectOf(asset_data);
  const colors = picked(COLOURS, { ...data, ...objectOf(data['colors']) }, (value) => HEX.test(value));
  const says = (key: string, longest: number) => textOf(data[key])?.slice(0, longest);
  const voice = says('voice', 4_000) ?? says('content', 4_000) ?? says('description', 4_000);
  return {
    colors,
    // A logo that was uploaded here has no address, and counts once it is chosen.
    ...(type === 'logo' && (is_primary === true || textOf(data['url'])) && { logo_id: id }),
    ...(ABOUT_FONTS.test(type) && {
      fonts: picked(FONTS, { ...data, ...objectOf(data['fonts']) }, (value) => value.length <= 100),
    }),
    ...(ABOUT_VOICE.test(type) && voice !== undefined && { voice }),
    ...(ABOUT_THE_BRAND.test(type) && {
      name: says('name', 200) ?? name.slice(0, 200),
      description: says('description', 2_000) ?? null,
    }),
  };
}

function picked<Key extends string>(
  keys: readonly Key[],
  from: Record<string, unknown>,
  isFit: (value: string) => boolean,
): Record<Key, string | null> {
  const entries = keys.map((key) => [key, textOf(from[key])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && isFit(value))) as Record<
    Key,
    string
  >;
}
