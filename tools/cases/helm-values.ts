import { z } from "zod";

import { parseManifestFile } from "#domain/manifest/file.ts";
import { nodeAt, plainOf } from "#domain/manifest/yaml-node.ts";

import { byName, containersOf } from "./manifests.ts";
import { markOf, Marks } from "./marks.ts";
import { attempt } from "./refusal.ts";
import { setImages } from "./set-image.ts";
import { all, apart, failed, marked, passed, same, sameText } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

const path = "release.yaml";
const Containers = z.array(z.looseObject({ name: z.string(), image: z.string() }));
const Change = z.looseObject({
  container: z.string(),
  newImage: z.string(),
  expectedMinimal: z.string().nullish(),
  expectedFlux: z.string().nullish(),
  fluxIsMinimal: z.boolean().optional(),
  expectError: z.union([z.string(), z.boolean()]).optional(),
  quoteStyleFree: z.boolean().optional(),
  containersAfter: Containers.nullish(),
  valuesAfter: z.unknown().optional(),
  ...Marks,
});
type Change = z.infer<typeof Change>;
const Given = z.looseObject({
  doc: z.string(),
  docWithoutDuplicateKeys: z.string().nullish(),
  duplicateKeys: z.boolean().optional(),
  workload: z.string(),
  containers: Containers.nullish(),
  set: z.union([z.array(Change), Change.transform((one) => [one])]).optional(),
  ...Marks,
});

/** A Helm release: the containers recognised in its values, and the values after an image is set. */
export function judgeHelmValues(raw: unknown): Verdict {
  const given = Given.parse(raw);
  const doc = given.docWithoutDuplicateKeys ?? given.doc;
  const found = containersOf({ [path]: doc }, given.workload);
  const wanted = (given.containers ?? []).map(({ name, image }) => ({ name, image }));
  const recognised = same(byName(wanted), found);
  const mark = markOf(given);
  if (mark !== undefined && recognised.is === "failed") {
    return apart(mark, `the containers are ${JSON.stringify(found)}`);
  }
  const changes = (given.set ?? []).map((change) => judgeChange(doc, given.workload, change));
  const verdict = all([judgeDuplicates(given), recognised, ...changes]);
  return marked(mark, verdict, "the same result");
}

/** A document that writes a key twice is not read, and the place is named. */
function judgeDuplicates({ doc, duplicateKeys }: z.infer<typeof Given>): Verdict {
  if (duplicateKeys !== true) return passed;
  const [problem] = parseManifestFile(path, doc).problems;
  return problem === undefined ? failed("a problem with its place", "none") : passed;
}

function judgeChange(doc: string, workload: string, change: Change): Verdict {
  const { container, newImage } = change;
  const mark = markOf(change);
  const done = attempt(() =>
    setImages({ files: { [path]: doc }, workload, containers: [container], image: newImage }),
  );
  const isRefusal = change.expectError !== undefined && change.expectError !== false;
  if ("refused" in done) {
    if (!isRefusal && mark === undefined) return failed("the image to be set", done.refused);
    return marked(mark, passed, `refused: ${done.refused}`);
  }
  const after = done.value[path] ?? "";
  if (isRefusal) return failed("to be refused", after);
  const verdict = judgeResult(change, workload, after);
  return marked(mark, verdict, "the same result");
}

function judgeResult(change: Change, workload: string, after: string): Verdict {
  const { quoteStyleFree, containersAfter } = change;
  const expected =
    change.expectedMinimal ?? (change.fluxIsMinimal === true ? change.expectedFlux : undefined);
  const read = quoteStyleFree === true ? withoutQuotes : (text: string) => text;
  const verdicts = [
    expected == null ? passed : sameText(path, read(expected), read(after)),
    "valuesAfter" in change && change.valuesAfter !== undefined
      ? same(change.valuesAfter, valuesIn(after))
      : passed,
  ];
  if (!containersAfter) return all(verdicts);
  const wanted = containersAfter.map(({ name, image }) => ({ name, image }));
  return all([...verdicts, same(byName(wanted), containersOf({ [path]: after }, workload))]);
}

function withoutQuotes(text: string): string {
  return text.replaceAll(/["']/g, "");
}

function valuesIn(text: string): unknown {
  const tree = parseManifestFile(path, text).documents.at(-1)?.tree;
  const values = nodeAt(tree, ["spec", "values"]);
  return values === undefined ? undefined : plainOf(values);
}
