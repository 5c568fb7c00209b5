import { z } from "zod";

/**
 * The matrix as it crosses the wire: tuples and a dictionary of strings instead of objects, because
 * 500 workloads × 10 clusters must stay under 40 KB compressed. `packMatrix` and `unpackMatrix` are the
 * only code that knows the positions.
 */
const StringIndex = z.int().min(-1);

/** name · 1 for init · image (dictionary) · distance: 0 latest, n behind by n, -1 ahead, -2 different, -3 unknown */
const PackedContainer = z.tuple([z.string(), z.int(), StringIndex, z.int()]);

/** containers · state · ready · desired · flags (1 drift, 2 locked, 4 in config) · message */
export const PackedCell = z.tuple([
  z.array(PackedContainer),
  z.int(),
  z.int(),
  z.int(),
  z.int(),
  z.string(),
]);
export type PackedCell = z.infer<typeof PackedCell>;

const PackedLatest = z.tuple([z.string(), StringIndex, z.string().nullable()]);

const PackedRow = z.tuple([
  z.string(), // namespace
  z.string(), // kind
  z.string(), // name
  z.array(PackedLatest),
  z.array(z.union([PackedCell, z.literal(0)])),
]);
export type PackedRow = z.infer<typeof PackedRow>;

export const MatrixColumn = z.object({
  id: z.string(),
  name: z.string(),
  environment: z.string(),
  connected: z.boolean(),
  stateAt: z.string().nullable(),
});

export const MatrixResponse = z.object({
  /** The number of the last event that this answer includes; resume the event stream after it. */
  asOf: z.int(),
  columns: z.array(MatrixColumn),
  strings: z.array(z.string()),
  rows: z.array(PackedRow),
});
export type MatrixResponse = z.infer<typeof MatrixResponse>;

/** One row as an event carries it: strings in place of dictionary numbers. */
export const RowUpdate = z.object({
  strings: z.array(z.string()),
  row: PackedRow,
});
export type RowUpdate = z.infer<typeof RowUpdate>;
