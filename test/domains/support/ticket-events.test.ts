import { Webhook } from 'standardwebhooks';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { Receiver, tellAll, TestHook, type Told, toldOf } from '../integrations/hook-stage.js';
import { newTicket, SETTINGS, ticketPath } from './support.makers.js';
import { newOperator, wholeStory } from './ticket-story.js';

const URL = 'https://93.184.216.34/hook';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ settings: { ...SETTINGS, OUTBOUND_ALLOW: '127.0.0.2/32' } });
});
afterAll(() => app.close());

describe('what happens to a ticket', () => {
  it('is told to whoever has the role, each change once, with notes told of and not quoted', async () => {
    const operator = await newOperator(app);
    await TestHook.make(app, URL, { events: ['ticket.*'] }, operator);
    const { ticketId, asker } = await wholeStory(app, operator);
    const events = await toldOf(app, operator.id);
    const of = (name: string): Told[] =>
      (events[`ticket.${name}`] ?? []).filter(({ ticket_id }) => ticket_id === ticketId);
    expect(of('created')).toMatchObject([{ status: 'open', user_id: asker.id, actor_id: asker.id }]);
    expect(of('priority_changed')).toMatchObject([
      { from: 'normal', to: 'high', priority: 'high', actor_id: operator.id, by_rule: false },
    ]);
    expect(of('assignee_changed')).toMatchObject([{ from: null, to: operator.id }]);
    expect(of('labels_changed')).toMatchObject([{ from: [], to: ['imports'], labels: ['imports'] }]);
    const [fields] = of('fields_changed');
    expect([fields?.['from'], Object.values(fields?.['to'] as object)]).toEqual([{}, ['north']]);
    expect(of('message_added').map(({ author, visibility, body }) => [author, visibility, body])).toEqual([
      ['agent', 'internal', null],
      ['agent', 'public', 'Which file?'],
      ['customer', 'public', 'This one'],
    ]);
    expect(of('status_changed').map(({ from, to }) => [from, to])).toEqual([
      ['open', 'in_progress'],
      ['in_progress', 'resolved'],
    ]);
    expect(of('waiting_changed')).toHaveLength(2);
    expect(of('notes_changed')).toHaveLength(1);
    expect(of('sla_missed')).toMatchObject([{ what: 'resolution', actor_id: null }]);
    expect(of('deleted')).toMatchObject([{ actor_id: operator.id }]);
    expect(JSON.stringify(events)).not.toMatch(/Between us|Pays late/);
  });

  it('is told to nobody else: neither who asked, nor a stranger, nor who has lost the role', async () => {
    const [operator, former, stranger] = [
      await newOperator(app),
      await newOperator(app),
      await app.newUser(),
    ];
    const asker = await app.newUser();
    for (const listener of [former, stranger, asker])
      await TestHook.make(app, URL, { events: ['ticket.*', '*'] }, listener);
    await app.sql(`delete from user_roles where user_id = $1`, [former.id]);
    const ticket = await newTicket(asker.client);
    await operator.client.patch(ticketPath(ticket), { labels: ['vip'] });
    await operator.client.post(ticketPath(ticket, '/messages'), {
      body: 'Between us',
      visibility: 'internal',
    });
    for (const { id } of [former, stranger, asker]) expect(await toldOf(app, id)).toEqual({});
  });

  it('comes to the webhook signed', async () => {
    const receiver = await Receiver.start();
    const hook = await TestHook.make(
      app,
      receiver.url,
      { events: ['ticket.created'] },
      await newOperator(app),
    );
    const ticketId = await newTicket(app.anonymous);
    await tellAll(app);
    const arrivals = receiver.of(hook.id);
    await receiver.close();
    const told = arrivals.map(({ body }) => JSON.parse(body));
    expect(told).toMatchObject([{ type: 'ticket.created', data: { ticket_id: ticketId } }]);
    const { body, headers } = arrivals[0]!;
    expect(new Webhook(hook.secret).verify(body, headers)).toEqual(told[0]);
  });
});
