import { DomainError } from "#domain/error.ts";

import { insertScalar } from "./insert-scalar.ts";
import { locateScalar } from "./locate-scalar.ts";
import type { Located } from "./locate-scalar.ts";
import type { ScalarEdit } from "./scalar-edit.ts";
import { newScalarText, rewriteScalar } from "./scalar-text.ts";
import type { SourceFile } from "./source-file.ts";
import type { SourceNode, SourceScalar } from "./source-node.ts";
import type { Splice } from "./text-lines.ts";
import type { Path } from "./yaml-node.ts";

/** A change that is to be made: how, and which value the file has to give for the path afterwards. */
export interface PlannedChange {
  readonly edit: ScalarEdit;
  readonly located: Located;
  readonly path: Path;
  readonly to: string;
  readonly splice?: Splice;
}

/**
 * Finds the place of an edit. Throws `DomainError` "plan-stale" where it does not hold what the edit starts from, and
 * "edit-refused" where the document cannot be read or the value's style cannot hold the new one.
 */
export function planChange(source: SourceFile, edit: ScalarEdit): PlannedChange {
  const { text } = source;
  const document = source.document(edit.document);
  if (document?.trouble) throw refusal(edit, document.line, `${document.trouble.message}.`);
  const located = document === undefined ? undefined : locateScalar(document, edit.path);
  if (located === undefined) throw stale(edit, { found: null, line: 1 });
  const change = { edit, located, path: edit.path, to: edit.to };
  switch (located.kind) {
    case "embedded":
      return change;
    case "entry":
    case "gap": {
      if (edit.from !== null) throw stale(edit, { found: null, line: lineOf(located) });
      const splice = located.kind === "gap" ? besides(text, located, edit.to) : undefined;
      return splice === undefined ? change : { ...change, splice };
    }
    case "scalar": {
      const { scalar } = located;
      const tail = isBlock(scalar) ? (/\s*$/.exec(scalar.text)?.[0] ?? "") : "";
      if (edit.from === null || scalar.text !== edit.from + tail) {
        throw stale(edit, { found: scalar.text.trimEnd(), line: scalar.line });
      }
      return rewritten(text, { ...change, to: edit.to + tail });
    }
  }
}

/** The change with the value put in place of the alias that stands there, so that the anchor keeps its own. */
export function withoutAlias(change: PlannedChange): PlannedChange {
  const { located, to } = change;
  if (located.kind !== "scalar" || located.alias === null) return change;
  const { start, end } = located.alias;
  return { ...change, splice: { start, end, replacement: newScalarText(to, located.inFlow) } };
}

/** The change of a scalar's text, in the style it is written in. */
export function rewritten(text: string, change: PlannedChange): PlannedChange {
  const { located, to } = change;
  if (located.kind === "gap" || located.kind === "entry") return change;
  const spot = { text, inFlow: located.inFlow };
  return withSplice(change, rewriteScalar(located.scalar, spot, to));
}

/** The change made by this splice; throws `DomainError` "edit-refused" where there is none. */
export function withSplice(change: PlannedChange, splice: Splice | undefined): PlannedChange {
  if (splice !== undefined) return { ...change, splice };
  const message =
    "The way this value is written cannot hold the new one. Write it on one line first.";
  throw refusal(change.edit, lineOf(change.located), message);
}

/** The refusal of two values for one place. */
export function sharedValue({ edit, located }: PlannedChange): DomainError {
  const message = "Two images are wanted for one value that several containers share.";
  return refusal(edit, lineOf(located), message);
}

export function refusal(edit: ScalarEdit | undefined, line: number, reason: string): DomainError {
  const file = edit?.file ?? "";
  return new DomainError("edit-refused", `${file}, line ${line}: ${reason}`, { file, line });
}

/** A single key of a map goes beside the entries that are like it. */
function besides(
  text: string,
  { room, keys }: Extract<Located, { kind: "gap" }>,
  value: string,
): Splice | undefined {
  const [key = "", ...below] = keys;
  if (below.length > 0 || room.kind === "nothing") return undefined;
  return insertScalar(text, room.map, { key, value });
}

function lineOf(located: Located): number {
  return nodeOf(located).line;
}

function nodeOf(located: Located): SourceNode {
  switch (located.kind) {
    case "gap":
      return located.room.kind === "map" ? located.room.map : located.room.pair.key;
    case "entry":
      return located.spot.list ?? located.spot.root;
    case "scalar":
    case "embedded":
      return located.scalar;
  }
}

function isBlock({ style }: SourceScalar): boolean {
  return style === "literal" || style === "folded";
}

function stale(
  edit: ScalarEdit,
  at: { readonly found: string | null; readonly line: number },
): DomainError {
  const { file, path, from: expected } = edit;
  const message = `${file} has changed: ${path.join(".")} is no longer what the plan was made from. Plan again.`;
  const data = { file, line: at.line, path, expected, found: at.found };
  return new DomainError("plan-stale", message, data);
}
