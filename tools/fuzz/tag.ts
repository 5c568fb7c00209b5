import { DomainError } from "#domain/error.ts";
import { formatImageRef, parseImageRef } from "#domain/image/ref.ts";
import { automatedImage } from "#domain/tag-policy/automation.ts";
import { defaultPolicyFor } from "#domain/tag-policy/default-policy.ts";
import { formatTagPolicy, parseTagPolicy } from "#domain/tag-policy/policy.ts";
import type { TagPolicy } from "#domain/tag-policy/policy.ts";
import { orderTags, rankTags } from "#domain/tag-policy/rank.ts";
import type { TagInfo } from "#domain/tag-policy/rank.ts";
import { describeTagReason } from "#domain/tag-policy/reason.ts";
import { pick } from "#test/builders/random.ts";

import { hold } from "./hold.ts";
import type { FuzzTarget } from "./target.ts";

const filterPieces = [
  ...Array.from("*x.-|^$()[]+?\\:,~<>=! 019av"),
  "glob:",
  "semver:",
  "regexp:",
  "regex:",
  "alphabetical:",
  "numerical:",
  "asc",
  "desc",
  ":$n:",
  "(?P<n>\\d+)",
  "(?!a)",
  "(a*)*",
  "\\d+",
  ">=1.0",
  "<2.0.0-0",
  "1.2 - 1.9",
  " || ",
  "latest",
  "main-",
];
const filters = [
  "*",
  "main-*",
  "*-*",
  "latest",
  "semver:*",
  "semver:~1.2 || ^0.1",
  "semver:>=1.0.0-0",
  "semver:*:$n:^v(?P<n>.*)$",
  "regexp:^[a-z]+-",
  "alphabetical:asc",
  "alphabetical:desc:^m",
  "numerical:asc",
  "numerical:desc:$n:(?P<n>\\d+)$",
];
const tagPieces = [
  ...Array.from("abv019.-_+x"),
  "main-",
  "1.2.3",
  "v1.2",
  "-rc.1",
  "latest",
  "LATEST",
  "20260101",
];
const times = [
  "2026-01-01T00:00:00Z",
  "2026-01-01T01:00:00+01:00",
  "1970-01-01T00:00:00Z",
  "soon",
  "0001-01-01T00:00:00Z",
  "2026-01-02T00:00:00.123456789Z",
];

interface Try {
  readonly policy: TagPolicy;
  readonly tags: readonly TagInfo[];
  /** The filter as it was generated. */
  readonly text: string;
}

/** A filter is refused, or splits any tags into candidates in one strict order and others with a reason each. */
export const tagTarget: FuzzTarget = {
  about: "tag filters split tags in one order, whatever the order given, and say why not",
  run(next) {
    const text = next() < 0.5 ? pick(next, filters) : joined(next, filterPieces, 6);
    const tags = generatedTags(next);
    const own = tags[0];
    if (own !== undefined) checkDefault(own);
    const policy = read(text);
    if (policy === null) return;
    const made = { policy, tags, text };
    checkSplit(made);
    checkOrder(next, made);
    checkAutomation(made);
  },
};

function joined(next: () => number, pieces: readonly string[], most: number): string {
  return Array.from({ length: 1 + Math.floor(next() * most) }, () => pick(next, pieces)).join("");
}

function generatedTags(next: () => number): readonly TagInfo[] {
  const names = new Set(
    Array.from({ length: Math.floor(next() * 9) }, () => joined(next, tagPieces, 4)),
  );
  return [...names].map((tag) => ({
    tag,
    ...(next() < 0.8 && { createdAt: pick(next, times) }),
    ...(next() < 0.8 && { digest: "known" }),
  }));
}

function read(text: string): TagPolicy | null {
  try {
    const policy = parseTagPolicy(text);
    const written = formatTagPolicy(policy);
    hold(formatTagPolicy(parseTagPolicy(written)) === written, "prints back", text);
    return policy;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    hold(error.message.includes("is not a tag filter"), "is refused in words", text);
    return null;
  }
}

function checkSplit({ policy, tags, text }: Try): void {
  const { ranked, rejected } = rankTags({ policy, tags });
  const all = [...ranked, ...rejected].map(({ tag }) => tag).toSorted();
  const given = tags.map(({ tag }) => tag).toSorted();
  hold(all.join(" ") === given.join(" "), "loses no tag and doubles none", { text, tags });
  for (const { tag, reason } of rejected) {
    hold(describeTagReason(reason).endsWith("."), "says why not", { text, tag });
    const isLatest = tag.toLowerCase() === "latest";
    hold((reason.code === "latest") === isLatest || text.endsWith("latest"), "tells latest", {
      text,
      tag,
    });
    const alone = rankTags({ policy, tags: [{ tag }] });
    hold(alone.ranked.length === 0, "is left out alone as among others", { text, tag });
  }
}

function checkOrder(next: () => number, { policy, tags, text }: Try): void {
  const { ranked } = rankTags({ policy, tags });
  const shuffled = tags.toSorted(() => next() - 0.5);
  const again = rankTags({ policy, tags: shuffled }).ranked;
  hold(names(again) === names(ranked), "does not depend on the order given", { text, tags });
  const ordered = orderTags({ policy, tags });
  hold(names(orderTags({ policy, tags: shuffled })) === names(ordered), "orders all alike", {
    text,
    tags,
  });
  const allowed = new Set(ranked);
  hold(names(ordered.filter((info) => allowed.has(info))) === names(ranked), "ranks as it orders", {
    text,
    tags,
  });
  for (const [index, info] of ranked.slice(0, -1).entries()) {
    const after = ranked[index + 1];
    if (after === undefined) continue;
    const pair = rankTags({ policy, tags: [after, info] }).ranked;
    hold(pair[0] === info, "orders two as among others", { text, info, after });
  }
}

function checkAutomation({ policy, tags, text }: Try): void {
  const current = parseImageRef("registry.test/app:1.2.3");
  const result = automatedImage({ current, policy, tags, heldBy: null });
  if (result.kind === "skip") return;
  const released = formatImageRef(result.image);
  const newest = rankTags({ policy, tags }).ranked[0]?.tag;
  hold(released === `registry.test/app:${newest}`, "releases the newest", { text, tags });
}

function checkDefault({ tag }: TagInfo): void {
  const { ranked } = rankTags({ policy: defaultPolicyFor(tag), tags: [{ tag }] });
  const isLatest = tag.toLowerCase() === "latest";
  hold(isLatest || ranked.length === 1, "is admitted by its own policy", tag);
}

function names(tags: readonly TagInfo[]): string {
  return tags.map(({ tag }) => tag).join(" ");
}
