import { isIP } from 'node:net';
import { ValidateBy } from 'class-validator';

/** Each entry is where a browser's page comes from, exactly as browsers say it: scheme, host and port alone. */
export function AreOrigins(): PropertyDecorator {
  return each(
    'areOrigins',
    isOrigin,
    'origins such as https://app.example.com, without a path or a final slash',
  );
}

/** Each entry is an address or a network of addresses. */
export function AreNetworks(): PropertyDecorator {
  return each('areNetworks', isNetwork, 'IP addresses or networks such as 10.0.0.0/8');
}

/** Each entry is the address of a name server, with a port where it is not 53. */
export function AreNameServers(): PropertyDecorator {
  return each('areNameServers', isNameServer, 'addresses such as 10.0.0.2, 10.0.0.2:5353 or [fd00::2]:5353');
}

/** An object that names a field for each path: keys divided by dots, as `{"company.name": "company"}`. */
export function IsMapping(): PropertyDecorator {
  return ValidateBy({
    name: 'isMapping',
    validator: {
      validate: isMapping,
      defaultMessage: () =>
        '$property must be JSON such as {"company.name": "company", "plan": "custom.plan"}',
    },
  });
}

/** A list of providers of mail, each with a name of its own, a secret and the options it needs. */
export function AreMailTransports(): PropertyDecorator {
  return ValidateBy({
    name: 'areMailTransports',
    validator: {
      validate: areMailTransports,
      defaultMessage: () =>
        '$property must be JSON such as [{"name": "main", "provider": "resend", "secret": "re_…", "options": {}}]',
    },
  });
}

/** A list of providers that tell what became of mail, each with its key and what it signs with. */
export function AreMailEvents(): PropertyDecorator {
  return ValidateBy({
    name: 'areMailEvents',
    validator: {
      validate: areMailEvents,
      defaultMessage: () =>
        '$property must be JSON such as [{"provider": "resend", "key": "a-long-word", "secret": "whsec_…", "addresses": [], "topic": null}]',
    },
  });
}

function each(name: string, validate: (text: unknown) => boolean, what: string): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (list: unknown) => Array.isArray(list) && list.every(validate),
      defaultMessage: () => `$property must list ${what}, separated by commas`,
    },
  });
}

function isOrigin(text: unknown): boolean {
  return (
    typeof text === 'string' && /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text
  );
}

function isNetwork(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  const [, address = '', bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128);
}

function isNameServer(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  if (isIP(text) !== 0) return true;
  const [, six, four, port] = /^(?:\[([^\]]+)\]|([\d.]+)):(\d{1,5})$/.exec(text) ?? [];
  return (
    isIP(six ?? four ?? '') === (six === undefined ? 4 : 6) && Number(port) >= 1 && Number(port) <= 65_535
  );
}

const MAIL_PROVIDERS = ['smtp', 'resend', 'sendgrid', 'postmark', 'ses', 'mailgun', 'brevo'];

function areMailTransports(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > 10) return false;
  const isTransport = (one: unknown): one is { name: string } => {
    const { name, provider, secret, options } = (one ?? {}) as Record<string, unknown>;
    return (
      typeof name === 'string' &&
      /^[a-z][a-z0-9-]{0,30}$/.test(name) &&
      MAIL_PROVIDERS.includes(String(provider)) &&
      typeof secret === 'string' &&
      secret !== '' &&
      typeof options === 'object' &&
      options !== null
    );
  };
  return value.every(isTransport) && new Set(value.map(({ name }) => name)).size === value.length;
}

const EVENT_PROVIDERS = ['sendgrid', 'postmark', 'mailgun', 'resend', 'brevo', 'ses', 'generic'];

function areMailEvents(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > 20) return false;
  return value.every((one: unknown) => {
    const { provider, key, secret, addresses, topic } = (one ?? {}) as Record<string, unknown>;
    return (
      EVENT_PROVIDERS.includes(String(provider)) &&
      typeof key === 'string' &&
      /^[A-Za-z0-9_-]{8,64}$/.test(key) &&
      typeof secret === 'string' &&
      Array.isArray(addresses) &&
      addresses.every(isNetwork) &&
      (topic === null || typeof topic === 'string') &&
      (provider === 'ses' ? topic !== null : secret !== '')
    );
  });
}

function isMapping(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const pairs: [string, unknown][] = Object.entries(value);
  const isPair = ([path, field]: [string, unknown]): boolean =>
    /^[^.]+(\.[^.]+){0,9}$/.test(path) &&
    typeof field === 'string' &&
    /^(custom\.)?[a-z][\w-]{0,59}$/.test(field);
  return pairs.length > 0 && pairs.length <= 200 && pairs.every(isPair);
}
