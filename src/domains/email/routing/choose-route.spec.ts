import { chooseRoute, type RouteRule, type Routed } from './choose-route.js';

const mail: Routed = {
  stream: 'marketing',
  campaignId: 'c',
  identityId: 'i',
  recipientDomain: 'mail.example.com',
};
const rule = (changes: Partial<RouteRule>): RouteRule => ({
  stream: null,
  campaign_id: null,
  identity_id: null,
  recipient_domain: null,
  transports: ['a'],
  ...changes,
});
const chosen = (...rules: RouteRule[]) => chooseRoute(mail, rules, ['a', 'b']).transports;

describe('a route', () => {
  it('is that of the first rule that fits, in its order', () => {
    expect(chosen(rule({ stream: 'transactional' }), rule({ transports: ['b', 'platform', 'a'] }))).toEqual([
      'b',
      'platform',
      'a',
    ]);
    expect(chosen(rule({ campaign_id: 'c', transports: ['b'] }))).toEqual(['b']);
    expect(chosen(rule({ campaign_id: 'x' }), rule({ identity_id: 'i', transports: ['b'] }))).toEqual(['b']);
  });

  it('knows a domain by itself and all below it, and nothing that only ends alike', () => {
    expect(chosen(rule({ recipient_domain: 'example.com', transports: ['b'] }))).toEqual(['b']);
    expect(chosen(rule({ recipient_domain: 'ple.com', transports: ['b'] }))).toEqual(['a', 'b']);
  });

  it('passes over transports that are gone, and a rule of which none is left', () => {
    expect(chosen(rule({ transports: ['gone', 'b'] }))).toEqual(['b']);
    expect(chosen(rule({ transports: ['gone'] }), rule({ transports: ['b'] }))).toEqual(['b']);
  });

  it('is all of the owner’s own without a rule, and the platform’s without any', () => {
    expect(chosen()).toEqual(['a', 'b']);
    expect(chooseRoute(mail, [], []).transports).toEqual(['platform']);
  });

  it('says when other recipients may go another way', () => {
    expect(chooseRoute(mail, [rule({ recipient_domain: 'gmail.com' })], []).byRecipient).toBe(true);
    expect(
      chooseRoute(mail, [rule({ recipient_domain: 'gmail.com', stream: 'transactional' })], []).byRecipient,
    ).toBe(false);
  });
});
