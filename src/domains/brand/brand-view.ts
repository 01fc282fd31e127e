import type { Brand } from './brand.answers.dto.js';
import type { BrandProfile } from './brand-profile.js';

const DEFAULTS = {
  name: 'Marketing Automation Platform',
  description: 'AI-powered marketing automation',
  colors: { primary: '#3b82f6', secondary: '#64748b' },
};

/** A profile as the API shows it: with defaults for what nobody has set. A user has one brand, known by the user's id. */
export function brandOf(
  ownerId: string,
  saved: { version: number | null; profile: BrandProfile; created_at: string | null },
): Brand {
  const { profile } = saved;
  return {
    id: ownerId,
    version: saved.version,
    name: profile.name ?? DEFAULTS.name,
    description: profile.description ?? DEFAULTS.description,
    colors: {
      ...profile.colors,
      primary: profile.colors.primary ?? DEFAULTS.colors.primary,
      secondary: profile.colors.secondary ?? DEFAULTS.colors.secondary,
    },
    fonts: profile.fonts,
    logo_id: profile.logo_id,
    voice: profile.voice,
    tones: profile.tones,
    dos: [...profile.dos],
    donts: [...profile.donts],
    banned_phrases: [...profile.banned_phrases],
    required_phrases: [...profile.required_phrases],
    terminology: profile.terminology.map(({ term, instead_of }) => ({ term, instead_of: [...instead_of] })),
    updated_at: saved.created_at,
  };
}
