import type { Path } from "./yaml-node.ts";

/** One scalar and its new value; `from` is null where the scalar is added. */
export interface ScalarEdit {
  readonly file: string;
  readonly document: number;
  readonly path: Path;
  readonly from: string | null;
  readonly to: string;
}
