import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { until } from '../../support/until.js';

interface Receipt {
  status: string;
  counts: Record<string, number>;
  files: number;
}

interface Export {
  id: string;
  request_id: string;
  status: string;
  rows: number;
  bytes: number;
  download_url: string;
}

/** The receipt of a deletion, once it is complete. */
export async function receiptOf(app: TestApp, receiptId: string): Promise<Receipt> {
  const read = async () =>
    (await app.anonymous.get(`/api/privacy/receipts/${receiptId}`)).body.data as Receipt;
  await until('the account is erased', async () => (await read()).status === 'completed');
  return read();
}

/** An export, once its file is written. */
export async function writtenExport(client: TestClient, name: string): Promise<Export> {
  const read = async () => (await client.get(`/api/privacy/export/${name}`)).body.data as Export;
  await until('the file is written', async () => (await read()).status === 'completed');
  return read();
}
