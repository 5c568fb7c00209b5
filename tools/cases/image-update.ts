import { z } from "zod";

import { containersOf, byName } from "./manifests.ts";
import { markOf, Marks } from "./marks.ts";
import { attempt } from "./refusal.ts";
import { setImages } from "./set-image.ts";
import { all, apart, failed, marked, passed, same, sameText } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

const Files = z.record(z.string(), z.string());
const Container = z.looseObject({ Name: z.string(), Image: z.string() });
const Given = z.looseObject({
  files: Files,
  workload: z.string(),
  containers: z.array(z.string()),
  newImage: z.string(),
  expectedMinimal: Files.optional(),
  expectError: z.union([z.string(), z.boolean()]).optional(),
  containersAfter: z.array(Container).nullish(),
  ...Marks,
});
type Given = z.infer<typeof Given>;

/** Files, a workload and an image to set: exactly the bytes wanted, or that it is refused. */
export function judgeImageUpdate(raw: unknown): Verdict {
  const given = Given.parse(raw);
  const { files, workload, containers, newImage } = given;
  const done = attempt(() => setImages({ files, workload, containers, image: newImage }));
  const mark = markOf(given);
  const isRefusal = given.expectError !== undefined && given.expectError !== false;
  if ("refused" in done) {
    if (isRefusal) return marked(mark, passed, `refused: ${done.refused}`);
    return mark === undefined
      ? failed("the image to be set", done.refused)
      : apart(mark, `refused: ${done.refused}`);
  }
  if (isRefusal) return failed("to be refused", changedFiles(files, done.value));
  const verdict = judgeFiles(given, done.value);
  if (mark === undefined || verdict.is === "passed") return marked(mark, verdict, "the same bytes");
  const after = containersOf(done.value, workload);
  const isSet = containers.every((name) => {
    return after.some((one) => one.name === name && one.image === newImage);
  });
  const words = after.map(({ name, image }) => `${name} is ${image}`).join(", ");
  return isSet ? apart(mark, words) : verdict;
}

function judgeFiles(given: Given, after: Readonly<Record<string, string>>): Verdict {
  const expected = { ...given.files, ...given.expectedMinimal };
  const texts = Object.entries(expected).map(([path, text]) => {
    return sameText(path, text, after[path] ?? "");
  });
  return all([...texts, judgeContainers(given, after)]);
}

/** The containers that the edited files define, where the case lists them. */
function judgeContainers(given: Given, after: Readonly<Record<string, string>>): Verdict {
  if (!given.containersAfter) return passed;
  const expected = given.containersAfter.map(({ Name, Image }) => ({ name: Name, image: Image }));
  return same(byName(expected), containersOf(after, given.workload));
}

function changedFiles(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): unknown {
  return Object.fromEntries(Object.entries(after).filter(([path, text]) => before[path] !== text));
}
