import { isNode, type JsonLdNode, wordOf } from '../json-ld.js';
import { distinct, line } from '../words.js';

const MOST = 20;

/** When a business is open, as its JSON-LD says: `Mo-Fr 09:00-17:00`, or `Saturday, Sunday 10:00-12:00`. */
export function businessHoursOf(nodes: readonly JsonLdNode[]): string[] {
  return distinct(
    nodes
      .flatMap((node) => [
        ...[node['openingHours']].flat().filter((text) => typeof text === 'string'),
        ...[node['openingHoursSpecification']].flat().filter(isNode).map(inWords),
      ])
      .map((text) => line(text, 200)),
    MOST,
  );
}

function inWords(node: JsonLdNode): string {
  const days = [node['dayOfWeek']].flat().map((day) => wordOf(day)?.replace(/^.*[/#]/, ''));
  const known = days.filter((day) => day !== undefined).join(', ');
  const [opens, closes] = [wordOf(node['opens']), wordOf(node['closes'])];
  if (opens === null || closes === null) return '';
  return `${known} ${opens}-${closes}`;
}
