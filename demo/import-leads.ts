import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, answered, everyItem, type Lead, type LeadImport } from './client.ts';
import { csvRows } from './csv-rows.ts';
import { DemoProblem, mustHold } from './problem.ts';
import { figure, type Screen } from './screen.ts';

const FILE = new URL('leads.csv', import.meta.url);
const FEWEST = 20;
const WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;
const EXAMPLES = 2;

/** Uploads the shipped list, waits until it is read, and checks that every row was accounted for. */
export async function importLeads(api: Api, screen: Screen): Promise<void> {
  const [header = '', ...rows] = await listedRows();
  screen.heading('1. Leads come in: demo/leads.csv');
  const started = await api.POST('/api/leads/import', {
    params: { query: { filename: 'leads.csv', source: 'demo' } },
    headers: { 'content-type': 'text/csv' },
    body: `${[header, ...rows].join('\n')}\n`,
    bodySerializer: (csv) => csv,
  });
  const { id } = answered('Uploading the list', started).data;
  const done = await finished(api, screen, { id, rows: rows.length });
  const {
    created_count: created,
    updated_count: updated,
    skipped_count: skipped,
    error_count: errors,
  } = done;
  screen.done(
    `${figure(created)} created, ${figure(updated)} updated${updated > 0 ? ' (the list names them twice)' : ''}, ` +
      `${figure(skipped)} skipped, ${figure(errors)} refused`,
  );
  await showErrors(api, screen, done);
  const accounted = created + updated + skipped + errors;
  mustHold(
    accounted === rows.length && done.total_rows === rows.length,
    `The list has ${rows.length} rows, but the import counts ${accounted} of ${done.total_rows}.`,
  );
  const leads = await allLeads(api);
  mustHold(
    leads.length === created,
    `The import says it created ${created} leads, but ${leads.length} are there.`,
  );
}

/** Every lead of the user. */
export function allLeads(api: Api): Promise<Lead[]> {
  return everyItem(async (cursor) => {
    const query = { limit: 100, ...(cursor !== undefined && { cursor }) };
    return answered('Listing the leads', await api.GET('/api/leads', { params: { query } }));
  });
}

/** The rows of the list; DEMO_LEADS takes only so many. */
async function listedRows(): Promise<string[]> {
  const rows = csvRows(await readFile(FILE, 'utf8'));
  const { DEMO_LEADS: wanted = String(rows.length - 1) } = process.env;
  const most = Number(wanted);
  if (!Number.isInteger(most) || most < FEWEST)
    throw new DemoProblem(`DEMO_LEADS must be a whole number from ${FEWEST}, not "${wanted}".`);
  return rows.slice(0, most + 1);
}

async function finished(
  api: Api,
  screen: Screen,
  { id, rows }: { id: string; rows: number },
): Promise<LeadImport> {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const path = { importId: id };
    const now = answered(
      'Asking for the import',
      await api.GET('/api/leads/imports/{importId}', { params: { path } }),
    );
    screen.progress('Importing', now.data.processed_rows, rows);
    if (now.data.status === 'completed') return now.data;
    mustHold(
      now.data.status === 'queued' || now.data.status === 'running',
      `The import ${now.data.status}: ${now.data.error ?? 'no reason given'}`,
    );
    mustHold(Date.now() < until, `The import was not done after ${WITHIN_MS / 1000} s. Does a worker run?`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function showErrors(api: Api, screen: Screen, { id, error_count: errors }: LeadImport): Promise<void> {
  if (errors === 0) return;
  const params = { path: { importId: id }, query: { limit: EXAMPLES } };
  const result = await api.GET('/api/leads/imports/{importId}/errors', { params });
  const { data: examples } = answered('Asking for the rows that were refused', result);
  mustHold(examples.length === Math.min(errors, EXAMPLES), 'The rows that were refused are not told.');
  for (const { row_number: line, field, message, raw } of examples)
    screen.note(`line ${line}: ${[field, message].filter(Boolean).join(' ')}: ${(raw ?? '').slice(0, 50)}…`);
}
