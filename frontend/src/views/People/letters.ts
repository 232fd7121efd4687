/** People by the first letters of the names they sort by. */

export interface Letter<Row> {
  /** An upper-case letter without marks; null for names that begin with none, or in a script without letters' order. */
  letter: string | null;
  rows: Row[];
}

const ALPHABETIC = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u;

/** Rows that stand together under one letter, in their own order. */
export function groupByLetter<Row extends { sortName: string }>(rows: readonly Row[]): Letter<Row>[] {
  const groups: Letter<Row>[] = [];
  for (const row of rows) {
    const letter = letterOf(row.sortName);
    const last = groups.at(-1);
    if (last?.letter === letter) last.rows.push(row);
    else groups.push({ letter, rows: [row] });
  }
  return groups;
}

function letterOf(name: string): string | null {
  const first = [...name.trim().normalize('NFD')][0]?.toUpperCase() ?? '';
  return ALPHABETIC.test(first) ? first : null;
}
