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
  containers: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
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
  const words = after.map(({ name, image }) => `${name} is ${image}`).join(", ");
  return hasImage(given, done.value) ? apart(mark, words) : verdict;
}

function judgeFiles(given: Given, after: Readonly<Record<string, string>>): Verdict {
  const expected = { ...given.files, ...given.expectedMinimal };
  const texts = Object.entries(expected).map(([path, text]) => {
    return sameText(path, text, after[path] ?? "");
  });
  return all([...(given.expectedMinimal ? texts : []), judgeContainers(given, after)]);
}

/** The containers that the edited files define: as the case lists them, else those asked for with the image. */
function judgeContainers(given: Given, after: Readonly<Record<string, string>>): Verdict {
  if (!given.containersAfter) return same(true, hasImage(given, after));
  const expected = given.containersAfter.map(({ Name, Image }) => ({ name: Name, image: Image }));
  return same(byName(expected), containersOf(after, given.workload));
}

function hasImage(given: Given, after: Readonly<Record<string, string>>): boolean {
  const found = containersOf(after, given.workload);
  return given.containers.every((name) => {
    return found.some((one) => one.name === name && one.image === given.newImage);
  });
}

function changedFiles(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): unknown {
  return Object.fromEntries(Object.entries(after).filter(([path, text]) => before[path] !== text));
}
