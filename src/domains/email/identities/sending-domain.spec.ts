import { domainChecks, type DomainFacts, verificationValue } from './sending-domain.js';
import { dkimRecord } from './dkim-keys.js';

const facts: DomainFacts = {
  domain: 'shop.test',
  selector: 'ma1',
  publicKey: 'QUJD',
  token: 't0',
  providers: ['sendgrid'],
  texts: ['v=spf1 include:sendgrid.net ~all', 'other=1'],
  verification: [verificationValue('t0')],
  dkim: [dkimRecord('QUJD')],
  dmarc: ['v=DMARC1; p=reject'],
  mx: 'ok',
};
const about = (what: string, changes: Partial<DomainFacts> = {}) =>
  domainChecks({ ...facts, ...changes }).find((check) => check.about === what)!;

describe('a sending domain', () => {
  it('that has all there is to have is told so', () => {
    expect(domainChecks(facts).map(({ state, advice }) => [state, advice])).toEqual(
      Array.from({ length: 5 }, () => ['ok', null]),
    );
  });

  it('that has nothing is told what to publish', () => {
    const none = { texts: [], verification: [], dkim: [], dmarc: [], mx: 'none' as const };
    expect(
      domainChecks({ ...facts, ...none }).map(({ state, record }) => [state, record?.type, record?.name]),
    ).toEqual([
      ['missing', 'TXT', '_marketing-autopilot.shop.test'],
      ['missing', 'TXT', 'shop.test'],
      ['missing', 'TXT', 'ma1._domainkey.shop.test'],
      ['missing', 'TXT', '_dmarc.shop.test'],
      ['missing', 'MX', 'shop.test'],
    ]);
    expect(about('spf', { texts: [] }).record?.value).toBe('v=spf1 include:sendgrid.net ~all');
  });

  it('has a name for links where one is wanted, which must lead here', () => {
    const wanted = { name: 'links.shop.test', target: 'mail.here.test' };
    expect(about('tracking')).toBeUndefined();
    const record = { type: 'CNAME', name: wanted.name, value: wanted.target };
    expect(about('tracking', { tracking: { ...wanted, found: ['mail.here.test'] } }).state).toBe('ok');
    expect(about('tracking', { tracking: { ...wanted, found: [] } })).toMatchObject({
      state: 'missing',
      record,
    });
    expect(about('tracking', { tracking: { ...wanted, found: ['x.test'] } })).toMatchObject({
      state: 'wrong',
      found: ['x.test'],
      record,
    });
    expect(about('tracking', { tracking: { ...wanted, found: undefined } }).state).toBe('unknown');
  });

  it('of which the name servers say nothing is unknown, and not called wrong', () => {
    const none = { texts: undefined, verification: undefined, dkim: undefined, dmarc: undefined };
    const states = domainChecks({ ...facts, ...none, mx: 'unknown' }).map(({ state }) => state);
    expect(states).toEqual(Array.from({ length: 5 }, () => 'unknown'));
  });

  it.each([
    [['v=spf1 ~all', 'v=spf1 include:sendgrid.net ~all'], /Two SPF/],
    [['v=spf1 include:sendgrid.net +all'], /every server/],
    [['v=spf1 include:sendgrid.net all'], /every server/],
    [['v=spf1 mx -all'], /include:sendgrid.net are not/],
  ])('with the SPF of %j is told what is wrong', (texts, advice) => {
    const check = about('spf', { texts });
    expect(check).toMatchObject({ state: 'wrong' });
    expect(check.advice).toMatch(advice);
  });

  it('keeps what its SPF said when a provider is added', () => {
    expect(about('spf', { texts: ['v=spf1 mx -all'] }).record?.value).toBe(
      'v=spf1 include:sendgrid.net mx -all',
    );
  });

  it('with another key, a withdrawn one, or one that is folded, is told apart', () => {
    expect(about('dkim', { dkim: ['v=DKIM1; k=rsa; p=REVG'] }).state).toBe('wrong');
    expect(about('dkim', { dkim: ['v=DKIM1; p='] }).state).toBe('wrong');
    expect(about('dkim', { dkim: ['v=DKIM1;k=rsa;p=QU JD'] }).state).toBe('ok');
  });

  it('with a DMARC record that asks for nothing is told how to go on', () => {
    expect(about('dmarc', { dmarc: ['v=DMARC1; p=none'] })).toMatchObject({
      state: 'ok',
      advice: /quarantine/,
    });
    expect(about('dmarc', { dmarc: ['v=DMARC1; sp=none'] }).state).toBe('wrong');
    expect(about('dmarc', { dmarc: ['v=DMARC1; p=none', 'v=DMARC1; p=none'] }).state).toBe('wrong');
  });
});
