/** The rows of a CSV text, the header first. A line end inside quotes ends no row; empty lines are none. */
export function csvRows(text: string): string[] {
  const rows: string[] = [];
  let row = '';
  for (const line of text.split(/\r?\n/)) {
    row = row === '' ? line : `${row}\n${line}`;
    const quotes = row.split('"').length - 1;
    if (quotes % 2 === 1) continue;
    if (row !== '') rows.push(row);
    row = '';
  }
  return row === '' ? rows : [...rows, row];
}
