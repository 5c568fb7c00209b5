import { z } from "zod";

import { setPolicies } from "#domain/manifest/policy-edit.ts";

import { keyOf } from "./manifests.ts";
import { markOf, Marks } from "./marks.ts";
import { attempt } from "./refusal.ts";
import { apart, failed, marked, passed, sameText } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

const path = "manifest.yaml";
const Given = z.looseObject({
  workload: z.string(),
  input: z.string(),
  add: z.record(z.string(), z.string()).nullish(),
  remove: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).nullish(),
  expected: z.string().nullish(),
  expectError: z.union([z.string(), z.boolean()]).optional(),
  error: z.union([z.string(), z.boolean()]).nullish(),
  ...Marks,
});

/** Annotations added to and removed from a manifest: exactly the bytes wanted, or that it is refused. */
export function judgePolicyUpdate(raw: unknown): Verdict {
  const given = Given.parse(raw);
  const { workload, input } = given;
  const remove = Array.isArray(given.remove) ? given.remove : Object.keys(given.remove ?? {});
  const change = { set: given.add ?? {}, remove };
  const done = attempt(() => setPolicies({ text: input, path, workload: keyOf(workload), change }));
  const mark = markOf(given);
  const isRefusal = Boolean(given.expectError) || Boolean(given.error);
  if ("refused" in done) {
    if (isRefusal) return marked(mark, passed, `refused: ${done.refused}`);
    return mark === undefined ? failed("the change", done.refused) : apart(mark, done.refused);
  }
  if (isRefusal) return failed("to be refused", done.value);
  const verdict = sameText(path, given.expected ?? input, done.value);
  if (mark === undefined || verdict.is === "passed") return marked(mark, verdict, "the same bytes");
  return verdict.is === "failed" ? apart(mark, verdict.got) : verdict;
}
