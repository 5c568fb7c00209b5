/** Rows of several releases, each release's in the order they came in and without the id they are found by. */
export function byRelease<Row extends { readonly releaseId: string }, Part>(
  rows: readonly Row[],
  read: (row: Omit<Row, "releaseId">) => Part,
): ReadonlyMap<string, readonly Part[]> {
  const parts = new Map<string, Part[]>();
  for (const { releaseId, ...row } of rows) {
    const known = parts.get(releaseId);
    if (known) known.push(read(row));
    else parts.set(releaseId, [read(row)]);
  }
  return parts;
}
