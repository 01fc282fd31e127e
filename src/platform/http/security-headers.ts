import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import type { Settings } from '#platform/config/settings';

/** The headers helmet gives every answer. They are the same each time, so it is asked once, by a server of its own. */
export async function securityHeaders(settings: Settings): Promise<Record<string, string>> {
  const fastify = Fastify();
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: 'same-site' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: settings.isProduction ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
  });
  fastify.get('/', (_request, reply) => reply.send());
  const { headers } = await fastify.inject('/');
  await fastify.close();
  const ofHelmet = Object.entries(headers).filter(([name]) => !OF_ANY_ANSWER.has(name));
  return Object.fromEntries(ofHelmet.map(([name, value]) => [name, String(value)]));
}

const OF_ANY_ANSWER = new Set(['connection', 'content-length', 'content-type', 'date']);
