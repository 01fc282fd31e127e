import { competitorDomain } from './competitor-domain.js';

describe('the domain of a competitor', () => {
  it.each([
    ['example.com', 'example.com'],
    ['WWW.Example.COM', 'example.com'],
    ['shop.example.co.uk', 'shop.example.co.uk'],
    ['münchen.de', 'xn--mnchen-3ya.de'],
    ['acme.github.io', 'acme.github.io'],
  ])('%s is read as %s', (text, domain) => {
    expect(competitorDomain(text)).toBe(domain);
  });

  it.each([
    'https://example.com',
    '//example.com',
    'example.com/path',
    'example.com:8080',
    'user@example.com',
    'example.com?x',
    'example.com#x',
    'example.com\\@evil.com',
    'example.com evil.com',
    'example.com%2f',
    'localhost',
    'printer.local',
    'example',
    'com',
    'co.uk',
    '127.0.0.1',
    '169.254.169.254',
    '0x7f.1',
    '2130706433',
    '[::1]',
    '-a.com',
    'a..com',
    '',
    `${'a.'.repeat(130)}com`,
  ])('%s is none', (text) => {
    expect(competitorDomain(text)).toBeUndefined();
  });
});
