const MOST = 3;
const FARTHEST = 2;

/** Of the fields that there are, those that may have been meant: one within the other, or at most two letters apart. */
export function resembling(field: string, available: readonly string[]): string[] {
  const name = field.toLowerCase();
  return available
    .map((other) => ({ other, apart: apartness(name, other.toLowerCase()) }))
    .filter(({ apart }) => apart <= FARTHEST)
    .sort((a, b) => a.apart - b.apart || a.other.localeCompare(b.other))
    .slice(0, MOST)
    .map(({ other }) => other);
}

function apartness(name: string, other: string): number {
  if (name.includes(other) || other.includes(name)) return 1;
  return Math.abs(name.length - other.length) > FARTHEST ? Infinity : distance(name, other);
}

/** Letters that were added, left out, changed or swapped with their neighbour (Damerau and Levenshtein, restricted). */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, row) => [row]);
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let column = 1; column <= b.length; column++) rows[0]?.push(column);
  for (let row = 1; row <= a.length; row++)
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const steps = [
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
      ];
      rows[row]?.push(Math.min(...steps, swapped ? at(row - 2, column - 2) + 1 : Infinity));
    }
  return at(a.length, b.length);
}
