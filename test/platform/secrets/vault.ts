import { createCipheriv, randomBytes } from 'node:crypto';
import type { TestApp } from '../../support/app.js';

/** Keys that fit their services; each is another. */
export const keyFor = {
  openai: () => `sk-proj-${randomBytes(20).toString('hex')}`,
  anthropic: () => `sk-ant-api03-${randomBytes(20).toString('hex')}`,
  gemini: () => `AIza${randomBytes(18).toString('hex')}`,
  geminiOfToday: () => `AQ.Ab8RN6${randomBytes(22).toString('hex')}`,
  mistral: () => randomBytes(16).toString('hex'),
  json2video: () => randomBytes(16).toString('hex'),
};

/** Adds a row as the functions of existing projects did: sealed with the bare master key, bound to nothing. */
export async function addOldRow(
  app: TestApp,
  row: { userId: string; service: string; value: string; masterKey: string; at?: string },
): Promise<void> {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(row.masterKey, 'hex'), iv);
  const text = Buffer.concat([cipher.update(row.value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  await app.sql(
    `insert into user_secrets (user_id, service_name, encrypted_value, initialization_vector, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $5)`,
    [
      row.userId,
      row.service,
      text.toString('base64'),
      iv.toString('base64'),
      row.at ?? '2026-01-02T03:04:05Z',
    ],
  );
}

/** The record of one user, oldest first. */
export const recordOf = (app: TestApp, userId: string) =>
  app.sql<{ operation: string; service_name: string; success: boolean; error_message: string | null }>(
    `select operation, service_name, success, error_message, host(ip_address) as ip, user_agent from secret_audit_logs
     where user_id = $1 order by created_at, id`,
    [userId],
  );
