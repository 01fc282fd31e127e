import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { idsNamedIn } from './ids-named.js';
import type { Method } from './object-case.js';
import { newTenant, rowsOf, type Tenant } from './tenant.js';

/** A request that names things elsewhere than in its path: some that are `named`, and where it needs them some of whoever asks. */
export type NamingCase<Made> = (named: Made, own: Made) => [Method, path: string, body?: object];
/** By method, path and field. */
export type NamingCases<Made> = Readonly<Record<string, NamingCase<Made>>>;

export const sent =
  <Made>(method: Method, path: string, body: (named: Made, own: Made) => object): NamingCase<Made> =>
  (named, own) => [method, path, body(named, own)];
export const asked =
  <Made>(path: string, query: (named: Made) => object): NamingCase<Made> =>
  (named) => ['GET', `${path}?${new URLSearchParams({ ...query(named) }).toString()}`];

export interface NamingSweep<Made> {
  readonly app: () => TestApp;
  /** Paths of which every id in a query or a body has a case. */
  readonly isMeant: (path: string) => boolean;
  readonly cases: NamingCases<Made>;
  /** One of each thing that the cases name. */
  readonly make: (owner: Tenant) => Promise<Made>;
  /** Names no things of an owner. */
  readonly noThings?: readonly string[];
  /** Is kept as it is said, and never looked up. */
  readonly saidOnly?: readonly string[];
  /** Leaves a row of the asker, refused or not. */
  readonly logged?: readonly string[];
  /** Is known to its owner, but cannot be done here. */
  readonly knownOnly?: readonly string[];
}

/** As many things, which nobody has. */
function nobodys<Made extends object>(things: Made): Made {
  return Object.fromEntries(Object.keys(things).map((name) => [name, randomUUID()])) as Made;
}

/** An answer without what is another in each. */
const blurred = ({ status, body, text }: Answer) => [
  status,
  (typeof body?.code === 'string' ? body.code : text)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|\+00:00)/g, 'time'),
];

/** Whatever a stranger names is to them as if it were not there; its owner may name it. */
export function sweepNaming<Made extends object>(sweep: NamingSweep<Made>): void {
  const { app, cases, make, isMeant, noThings = [], saidOnly = [], logged = [], knownOnly = [] } = sweep;
  let [owner, stranger, theirs, own]: [Tenant, Tenant, Made, Made] = [] as never;
  let isUsed = true;
  beforeAll(async () => {
    stranger = await newTenant(app());
    own = await make(stranger);
  });
  beforeEach(async () => {
    if (!isUsed) return;
    owner = await newTenant(app());
    theirs = await make(owner);
    isUsed = false;
  });
  /** What somebody is answered who names these things. */
  const answered = async ({ client }: Tenant, name: string, ...[named, mine]: [Made, Made]) => {
    const [method, path, body] = cases[name]!(named, mine);
    return client.send(method, path, body, {});
  };

  it('has a case here, wherever the document knows an id in a query or a body', () => {
    const named = idsNamedIn(readFileSync('docs/openapi.json', 'utf8'), isMeant);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !(name in cases) && !noThings.includes(name))).toEqual([]);
  });

  it.each(Object.keys(cases))('is as if it were not there for a stranger in %s', async (name) => {
    const rows = async () => [await rowsOf(app(), owner), await rowsOf(app(), stranger)];
    const before = await rows();
    const answer = await answered(stranger, name, theirs, own);
    const [after, asker] = await rows();
    expect(after).toEqual(before[0]);
    if (!saidOnly.includes(name) && !logged.includes(name)) expect(asker).toEqual(before[1]);
    expect(blurred(answer)).toEqual(blurred(await answered(stranger, name, nobodys(theirs), own)));
    isUsed = !name.startsWith('GET');
    const done = await answered(owner, name, theirs, theirs);
    const isDone = done.status < 300 || (knownOnly.includes(name) && done.status !== 404);
    expect(isDone ? 'done' : done.text).toBe('done');
    if (!saidOnly.includes(name)) expect(blurred(done)).not.toEqual(blurred(answer));
  });
}
