import { DomainError } from "#domain/error.ts";
import { applyEdits } from "#domain/manifest/edit.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import type { ScalarEdit } from "#domain/manifest/scalar-edit.ts";
import { pathOf } from "#domain/manifest/yaml-node.ts";
import type { ScalarNode, YamlNode } from "#domain/manifest/yaml-node.ts";
import { pick } from "#test/builders/random.ts";

import { flatKey, flatValues } from "./flat-values.ts";
import { generatedYaml } from "./generated-yaml.ts";
import type { FuzzTarget } from "./target.ts";

const values = [
  "v2",
  "nginx:1.26",
  "ghcr.io/a/b:1.0@sha256:00",
  "1.10",
  "1e3",
  "0x1f",
  "0o7",
  "0644",
  "yes",
  "~",
  "null",
  "2024-01-02",
  "1:20",
  "-",
  "- a",
  "*a",
  "&a",
  "!a",
  "%a",
  "@a",
  "a: b",
  "a #b",
  "a,b]",
  "it's",
  'say "x"',
  "back\\slash",
  "tail:",
  "{{ x }}",
  "é",
  "",
  " lead",
  "---",
  "...",
  "two words",
];

/** An edit gives the named values and changes nothing else, lines included, or is refused. */
export const editTarget: FuzzTarget = {
  about: "edits of one to three values of generated YAML, judged by the YAML library",
  run(next) {
    const text = generatedYaml(next, { depth: 2, width: 2 });
    const edits = editsOf(next, text);
    if (edits.length === 0) return;
    const edited = attempt(text, edits);
    if (edited === null) return;
    const complaint = complaintAbout(text, edited, edits);
    if (complaint !== null) throw new Error(JSON.stringify({ complaint, text, edits, edited }));
  },
};

function editsOf(next: () => number, text: string): readonly ScalarEdit[] {
  const { documents } = parseManifestFile("f.yaml", text);
  const leaves = documents.flatMap(({ index, tree }) =>
    scalarsIn(tree).map((leaf) => ({ index, leaf })),
  );
  if (leaves.length === 0) return [];
  const count = next() < 0.7 ? 1 : 1 + Math.floor(next() * 3);
  const chosen = new Map<string, ScalarEdit>();
  for (let at = 0; at < count; at += 1) {
    const { index, leaf } = pick(next, leaves);
    const path = pathOf(leaf.place);
    const edit = {
      file: "f.yaml",
      document: index,
      path,
      from: leaf.text.trimEnd(),
      to: pick(next, values),
    };
    chosen.set(flatKey(index, path), edit);
  }
  return [...chosen.values()];
}

function scalarsIn(node: YamlNode): readonly ScalarNode[] {
  switch (node.kind) {
    case "scalar":
      return node.place.parent === null ? [] : [node];
    case "seq":
      return node.items.flatMap(scalarsIn);
    case "map":
      return [...node.entries.values()].flatMap(scalarsIn);
  }
}

function attempt(text: string, edits: readonly ScalarEdit[]): string | null {
  try {
    return applyEdits(text, edits);
  } catch (error) {
    const isRefusal = error instanceof DomainError;
    if (isRefusal && ["edit-refused", "plan-stale"].includes(error.code)) return null;
    throw new Error(JSON.stringify({ text, edits, error: String(error) }), { cause: error });
  }
}

function complaintAbout(text: string, edited: string, edits: readonly ScalarEdit[]): string | null {
  if (!isConfined(text.split("\n"), edited.split("\n"), edits)) {
    return "more lines changed than values";
  }
  const before = flatValues(text);
  if (before === null) return null;
  const after = flatValues(edited);
  if (after === null) return "the library can no longer read it";
  const wanted = new Map(edits.map(({ document, path, to }) => [flatKey(document, path), to]));
  if ([...wanted.keys()].some((key) => !before.has(key))) return null;
  if (before.size !== after.size) return "another number of values";
  for (const [key, value] of before) {
    if ((after.get(key) ?? "").trimEnd() !== (wanted.get(key) ?? value).trimEnd())
      return `the value at ${key}`;
  }
  return null;
}

/** Whether no more lines changed than values did; a value of several lines may become one of fewer. */
function isConfined(
  before: readonly string[],
  after: readonly string[],
  edits: readonly ScalarEdit[],
): boolean {
  if (before.length === after.length) {
    return before.filter((line, at) => line !== after[at]).length <= edits.length;
  }
  if (edits.length > 1) return true;
  const head = before.findIndex((line, at) => line !== after[at]);
  const tail = before.toReversed().findIndex((line, at) => line !== after.at(-1 - at));
  return head + tail >= after.length - 1;
}
