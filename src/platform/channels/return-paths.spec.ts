import { randomBytes, randomUUID } from 'node:crypto';
import type { Settings } from '#platform/config/settings';
import { ReturnPaths } from './return-paths.js';

const keys = [randomBytes(32)];
const pathsAt = (BOUNCE_ADDRESS?: string) =>
  new ReturnPaths({ BOUNCE_ADDRESS, keys: () => keys } as unknown as Settings);
const paths = pathsAt('bounces@mail.sender.test');
const id = randomUUID();
const from = { address: 'team@sender.test' };
const dkim = { domain: 'other.test', selector: 's', privateKey: 'k' };

describe('where mail comes back to', () => {
  it('is an address that names it, and that nobody else can make', () => {
    const back = paths.of({ id, from }) ?? '';
    expect(back).toMatch(/^bounces\+[a-z2-7]{42}@mail\.sender\.test$/);
    expect(paths.mailNamedBy(['team@sender.test', back.toUpperCase()])).toBe(id);
    expect(
      paths.mailNamedBy([back.replace('bounces', 'other'), back.replace('sender', 'else')]),
    ).toBeUndefined();
    expect(paths.mailNamedBy([`bounces+${'a'.repeat(42)}@mail.sender.test`, 'x'])).toBeUndefined();
  });

  it('is the sender where the domain of the mailbox would not speak for them, and no signature does', () => {
    for (const address of ['team@other.test', 'team@nder.test', 'team@deep.mail.sender.test'])
      expect(paths.of({ id, from: { address } })).toBeUndefined();
    expect(paths.of({ id, from: { address: 'team@other.test' }, dkim })).toBeDefined();
    expect(paths.of({ id, from: { address: 'Team@Mail.Sender.Test' } })).toBeDefined();
  });

  it('is the sender while no mailbox is set, and for what has no id of ours', () => {
    expect(pathsAt().of({ id, from })).toBeUndefined();
    expect(pathsAt().mailNamedBy([paths.of({ id, from }) ?? ''])).toBeUndefined();
    expect(paths.of({ id: 'ticket 7', from })).toBeUndefined();
  });
});
