import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { tokenOf } from './list.ts';
import type { Server } from './server.ts';

const DONE_WITHIN_MS = 30 * 60_000;
const POLL_MS = 10;

/** A file of leads. */
export interface File {
  path: string;
  rows: number;
}

/** Uploads the file as a new user, and waits until the import says that it is done. */
export async function imported(server: Server, file: File, query = ''): Promise<void> {
  const headers = { authorization: `Bearer ${await tokenOf(randomUUID())}`, 'content-type': 'text/csv' };
  const url = `http://127.0.0.1:${server.port}/api/leads`;
  const body = Readable.toWeb(createReadStream(file.path, { highWaterMark: 256 * 1024 }));
  const upload: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers,
    body: body as ReadableStream<Uint8Array>,
    duplex: 'half',
  };
  const { id } = await dataOf(await fetch(`${url}/import?filename=leads.csv${query}`, upload));
  const { created_count: created } = await settled(`${url}/imports/${id}`, headers);
  if (created !== file.rows) throw new Error(`the file has ${file.rows} rows, the import made ${created}`);
}

/** What a job has come to, once it is completed. */
export async function settled(url: string, headers: Record<string, string>): Promise<Told> {
  const began = performance.now();
  for (;;) {
    const told = await dataOf(await fetch(url, { headers }));
    if (told.status === 'completed') return told;
    if (told.status !== 'queued' && told.status !== 'running') throw new Error(`${url} is ${told.status}`);
    const passed = performance.now() - began;
    if (passed > DONE_WITHIN_MS) throw new Error(`${url} did not end in time`);
    await sleep(Math.max(POLL_MS, passed / 200));
  }
}

/** What a job tells of itself. */
export interface Told {
  id: string;
  status: string;
  created_count: number;
  rows: number;
  processed: number;
  download_url: string | null;
}

export async function dataOf(answer: Response): Promise<Told> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status}: ${text.slice(0, 500)}`);
  return (JSON.parse(text) as { data: Told }).data;
}
