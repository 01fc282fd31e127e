import { mock } from 'node:test';
import { OpenedSecrets } from './opened-secrets.js';

const found = (service: string, value: string | undefined) =>
  new Map([[service, { value, isUnreadable: false, usedAt: 0 }]]);

describe('keys that were opened', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('are remembered for ten seconds from the first, and that there is none as well', () => {
    const secrets = new OpenedSecrets();
    secrets.keep('ann', found('a', 'value'), 0);
    mock.timers.tick(9_000);
    secrets.keep('ann', found('b', undefined), 0);
    expect(secrets.find('ann', 'a')?.value).toBe('value');
    expect(secrets.find('ann', 'b')).toEqual({ value: undefined, isUnreadable: false, usedAt: 0 });
    expect(secrets.find('bob', 'a')).toBeUndefined();
    mock.timers.tick(1_000);
    expect(secrets.find('ann', 'a')).toBeUndefined();
    expect(secrets.find('ann', 'b')).toBeUndefined();
  });

  it('are forgotten with a change, and what was read before it is not kept after it', () => {
    const secrets = new OpenedSecrets();
    const before = secrets.changes;
    secrets.keep('ann', found('a', 'old'), before);
    secrets.forget('ann');
    expect(secrets.find('ann', 'a')).toBeUndefined();
    secrets.keep('ann', found('a', 'old'), before);
    expect(secrets.find('ann', 'a')).toBeUndefined();
  });

  it('do not fill the memory, however many users ask', () => {
    const secrets = new OpenedSecrets();
    for (let number = 0; number <= 10_000; number++) secrets.keep(`user ${number}`, found('a', 'value'), 0);
    expect(secrets.find('user 0', 'a')).toBeUndefined();
    expect(secrets.find('user 1', 'a')?.value).toBe('value');
    expect(secrets.find('user 10000', 'a')?.value).toBe('value');
  });
});
