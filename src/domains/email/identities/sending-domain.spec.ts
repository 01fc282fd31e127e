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

  it('has a domain that mail comes back to, whose SPF and mailbox must be there', () => {
    const path = { name: 'bounce.shop.test', isAligned: true, texts: ['v=spf1 mx ~all'], mx: 'ok' as const };
    const back = (changes: object, more: Partial<DomainFacts> = {}) =>
      about('return_path', { ...more, returnPath: { ...path, ...changes } });
    expect(about('return_path')).toBeUndefined();
    expect(back({})).toMatchObject({ state: 'ok', advice: null });
    expect(back({ texts: [] })).toMatchObject({
      state: 'missing',
      record: { type: 'TXT', name: path.name, value: 'v=spf1 a mx ~all' },
    });
    expect(back({ texts: ['v=spf1 +all'] }).state).toBe('wrong');
    expect(back({ texts: ['v=spf1 -all'] })).toMatchObject({ state: 'wrong', record: { type: 'TXT' } });
    expect(back({ texts: undefined }).state).toBe('unknown');
    expect(back({ mx: 'none' })).toMatchObject({ state: 'missing', record: { type: 'MX', name: path.name } });
  });

  it('is told when the signature alone speaks for it, and what becomes of unsigned mail', () => {
    const other = {
      name: 'bounce.other.test',
      isAligned: false,
      texts: ['v=spf1 mx ~all'],
      mx: 'ok' as const,
    };
    expect(about('return_path', { returnPath: other })).toMatchObject({
      state: 'ok',
      advice: expect.stringContaining('signature alone'),
    });
    expect(about('return_path', { returnPath: other, dkim: [] })).toMatchObject({
      state: 'wrong',
      advice: expect.stringContaining('comes back to its sender'),
      record: { name: 'ma1._domainkey.shop.test' },
    });
    const below = { ...other, name: 'bounce.shop.test', isAligned: true };
    expect(about('return_path', { returnPath: below, dkim: [] })).toMatchObject({
      state: 'ok',
      advice: null,
    });
    const strict = ['v=DMARC1; p=reject; aspf=s'];
    expect(about('return_path', { returnPath: below, dmarc: strict }).advice).toContain('signature alone');
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
