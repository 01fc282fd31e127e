import { findNetwork, type NetworkId } from '../networks.js';
import { SocialServiceUnknown } from './social.errors.js';

/** Companies that post for somebody on several networks. */
export const SCHEDULERS = ['buffer', 'sprout-social', 'hootsuite', 'later'] as const;
/** Networks that are posted to without anybody between. */
const DIRECT_NETWORKS = [
  'linkedin',
  'twitter',
  'facebook',
  'instagram',
  'tiktok',
  'youtube',
] as const satisfies readonly NetworkId[];
export const SOCIAL_SERVICES = [...DIRECT_NETWORKS, ...SCHEDULERS] as const;
export type SocialService = (typeof SOCIAL_SERVICES)[number];

/** How people call them. */
export const SERVICE_NAMES: Readonly<Record<SocialService, string>> = {
  linkedin: 'LinkedIn',
  twitter: 'X',
  facebook: 'Facebook',
  instagram: 'Instagram',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  buffer: 'Buffer',
  'sprout-social': 'Sprout Social',
  hootsuite: 'Hootsuite',
  later: 'Later',
};

const ALIASES: Readonly<Record<string, SocialService>> = { sprout: 'sprout-social', google: 'youtube' };

/** The service that is meant: `sprout`, `sprout_social`, `X`, … in any case; undefined when there is none of this name. */
export function findService(name: string): SocialService | undefined {
  const plain = name.trim().toLowerCase().replaceAll('_', '-');
  const called = ALIASES[plain] ?? findNetwork(plain)?.id ?? plain;
  return SOCIAL_SERVICES.find((service) => service === called);
}

/** As `findService`; throws `channels/unknown-service` with the names there are. */
export function serviceNamed(name: string): SocialService {
  const service = findService(name);
  if (service === undefined) throw new SocialServiceUnknown(name, SOCIAL_SERVICES);
  return service;
}
