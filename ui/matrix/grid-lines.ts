interface Named {
  readonly key: string;
  readonly namespace: string;
}

/** A line of the grid: a namespace's heading or one of its rows. `index` counts rows alone. */
export type GridLine<Row extends Named> =
  | {
      readonly kind: "group";
      readonly key: string;
      readonly namespace: string;
      readonly count: number;
    }
  | { readonly kind: "row"; readonly key: string; readonly index: number; readonly row: Row };

/** Rows under the headings of their namespaces, in the rows' order. */
export function gridLines<Row extends Named>(rows: readonly Row[]): readonly GridLine<Row>[] {
  const counts = new Map<string, number>();
  for (const { namespace } of rows) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  return rows.flatMap((row, index): readonly GridLine<Row>[] => {
    const { namespace, key } = row;
    const line = { kind: "row", key, index, row } as const;
    if (rows[index - 1]?.namespace === namespace) return [line];
    const count = counts.get(namespace) ?? 0;
    return [{ kind: "group", key: `namespace ${namespace}`, namespace, count }, line];
  });
}
