import { isDeepStrictEqual } from "node:util";

import { readAnyYaml } from "#domain/manifest/read-any-yaml.ts";
import { readCommonYaml } from "#domain/manifest/read-common-yaml.ts";
import type { SourceDocument, SourceNode } from "#domain/manifest/source-node.ts";
import { splitDocuments } from "#domain/manifest/source-part.ts";
import { pick } from "#test/builders/random.ts";

import { generatedYaml } from "./generated-yaml.ts";
import type { FuzzTarget } from "./target.ts";

const letters = [
  "",
  " ",
  "\n",
  ":",
  "#",
  "-",
  "'",
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  "|",
  "&",
  "*",
  "!",
  "x",
  "\t",
  "\r",
  "\u00a0",
  "\u2028",
  "é",
];

/** Our reader either leaves a document to the YAML library or says the same about it, offsets and lines included. */
export const readTarget: FuzzTarget = {
  about: "our YAML reader against the library's, and documents read apart against the whole file",
  run(next) {
    const text = mutated(next, generatedYaml(next, { depth: 4, width: 4 }));
    const parts = splitDocuments(text);
    if (parts === null) return;
    const apart = parts.flatMap((part) => {
      const found = readAnyYaml(text, part);
      const common = readCommonYaml(text, part);
      if (
        common !== null &&
        !isShallowQuote(common, found) &&
        !isDeepStrictEqual([common], found)
      ) {
        throw new Error(JSON.stringify({ text, common, found }));
      }
      return found;
    });
    if (parts.length === 1 || apart.some(({ trouble }) => trouble !== null)) return;
    const whole = readAnyYaml(text, { start: 0, end: text.length, line: 1, marker: null });
    const isSame = isDeepStrictEqual(apart, whole);
    if (!isSame) throw new Error(JSON.stringify({ text, apart, whole }));
  },
};

/** The library wants quoted text to be indented on all its lines; we read it like Kubernetes. */
function isShallowQuote(common: SourceDocument, found: readonly SourceDocument[]): boolean {
  const offsets = found.flatMap(({ trouble }) => (trouble === null ? [] : [trouble.offset]));
  const isUnclosed = found.some(
    ({ trouble }) => trouble?.message.startsWith("Missing closing") === true,
  );
  return isUnclosed || offsets.some((offset) => isInQuote(common.contents, offset));
}

function isInQuote(node: SourceNode | null, offset: number): boolean {
  switch (node?.kind) {
    case "map":
      return node.pairs.some(
        ({ key, value }) => isInQuote(key, offset) || isInQuote(value, offset),
      );
    case "seq":
      return node.items.some((item) => isInQuote(item, offset));
    case "scalar": {
      const isQuoted = node.style === "single" || node.style === "double";
      return isQuoted && node.start < offset && offset < node.end;
    }
    default:
      return false;
  }
}

function mutated(next: () => number, text: string): string {
  let changed = text;
  while (next() < 0.25) {
    const at = Math.floor(next() * changed.length);
    const until = next() < 0.5 ? at : at + Math.floor(next() * 3);
    changed = changed.slice(0, at) + pick(next, letters) + changed.slice(until);
  }
  return changed;
}
