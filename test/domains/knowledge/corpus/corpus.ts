import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CAMPAIGN_REPORTS } from './campaign-reports.ts';

const FOLDER = import.meta.dirname;

/** What a marketing team has written down: 23 documents, about 200 passages. */
export const CORPUS: readonly { title: string; content: string }[] = [
  ...readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => readFileSync(join(FOLDER, name), 'utf8'))
    .map((content) => ({ title: /^# (.+)/.exec(content)?.[1] ?? '', content })),
  ...CAMPAIGN_REPORTS,
];
