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
