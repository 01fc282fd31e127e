const LONGEST_TEXT = 20_000;
const WHOLE_AT_MOST = 800_000;
const SHORTER = 2_000;

/** The same value with long texts cut, and all texts cut shorter where even so it is more than a run keeps. */
export function withoutLongTexts(value: object): Record<string, unknown> {
  const cut = cutTo(value, LONGEST_TEXT);
  const kept = JSON.stringify(cut).length <= WHOLE_AT_MOST ? cut : cutTo(cut, SHORTER);
  return kept as Record<string, unknown>;
}

function cutTo(value: unknown, most: number): unknown {
  if (typeof value === 'string')
    return value.length <= most ? value : `${value.slice(0, most).toWellFormed()}…`;
  if (Array.isArray(value)) return value.map((item) => cutTo(item, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, cutTo(held, most)]));
}
