import { z } from "zod";

import { canonicalName, formatImageRef, parseImageRef } from "#domain/image/ref.ts";
import { automatedImage, describeAutomationSkip } from "#domain/tag-policy/automation.ts";
import { parseTagPolicy } from "#domain/tag-policy/policy.ts";
import type { TagInfo } from "#domain/tag-policy/rank.ts";

import { markOf, Marks } from "./marks.ts";
import { apart, failed, passed, same } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

const Container = z.looseObject({
  name: z.string(),
  current: z.string(),
  filter: z.string().nullish(),
});
const Given = z.looseObject({
  containers: z.array(Container),
  registry: z.array(z.looseObject({ image: z.string(), created: z.string().nullish() })),
  tagsWithoutMetadata: z.array(z.string()).default([]),
  locked: z.boolean().optional(),
  ignored: z.boolean().optional(),
  expectedChanges: z.record(z.string(), z.string()).nullish(),
  ...Marks,
});
type Given = z.infer<typeof Given>;

/** Stands for what a scan found; which digest it is says nothing here. */
const someDigest = `sha256:${"0".repeat(64)}`;
const noTime = /^0001-01-01/;

/** The images that automation releases for the containers of one workload, by container. */
export function judgeAutomation(raw: unknown): Verdict {
  const given = Given.parse(raw);
  const changes: Record<string, string> = {};
  const skips: string[] = [];
  for (const { name, current, filter } of given.containers) {
    const ref = parseImageRef(current);
    const tags = tagsOf(given, ref.name);
    const policy = parseTagPolicy(filter ?? "glob:*");
    const decided = automatedImage({ current: ref, policy, tags, heldBy: heldBy(given) });
    if (decided.kind === "release") changes[name] = formatImageRef(decided.image);
    else skips.push(`${name}: ${describeAutomationSkip(decided.reason)}`);
  }
  const verdict = same(given.expectedChanges ?? {}, changes);
  const mark = markOf(given);
  const instead = [JSON.stringify(changes), ...skips].join(" ");
  if (mark !== undefined) return apart(mark, instead);
  return verdict.is === "passed" ? passed : failed(given.expectedChanges ?? {}, instead);
}

function heldBy({ locked, ignored }: Given): "locked" | "ignored" | null {
  if (locked === true) return "locked";
  return ignored === true ? "ignored" : null;
}

function tagsOf({ registry, tagsWithoutMetadata }: Given, name: string): readonly TagInfo[] {
  return registry.flatMap(({ image, created }) => {
    const ref = parseImageRef(image);
    if (canonicalName(ref.name) !== canonicalName(name)) return [];
    const tag = ref.tag ?? "latest";
    if (tagsWithoutMetadata.includes(tag)) return [{ tag }];
    const known = created != null && !noTime.test(created);
    return [{ tag, digest: someDigest, ...(known && { createdAt: created }) }];
  });
}
