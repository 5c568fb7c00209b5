import { RE2JS } from "re2js";
import { type SemVer, compare } from "semver";

import { type Instant, compareNewestFirst, parseInstant } from "./instant.ts";
import { compareDigits, compareNatural, compareText } from "./natural-order.ts";
import type { TagOrder, TagPolicy } from "./policy.ts";
import type { TagReason } from "./reason.ts";
import { namesPrerelease, parseRange, parseVersion, stableOf } from "./version.ts";

/** What is known of one tag of an image repository. */
export interface TagInfo {
  readonly tag: string;
  /** RFC 3339; missing when the registry does not say. */
  readonly createdAt?: string;
  readonly digest?: string;
  /** The commit it was built from (`org.opencontainers.image.revision`). */
  readonly revision?: string;
  /** Where that commit's code lives (`org.opencontainers.image.source`). */
  readonly source?: string;
}

export interface RejectedTag {
  readonly tag: string;
  readonly reason: TagReason;
}

export interface RankedTags {
  /** The tags the policy allows, newest first. */
  readonly ranked: readonly TagInfo[];
  /** All others, in the order given, each with the reason. */
  readonly rejected: readonly RejectedTag[];
}

/** A policy's rule in two parts: what a tag is judged by, and which of two is newer (negative: the first). */
interface Rule<Key> {
  readonly read: (info: TagInfo) => { readonly key: Key } | { readonly reason: TagReason };
  readonly newer: (a: Key, b: Key) => number;
  readonly tie: (a: string, b: string) => number;
}

/**
 * Splits tags into candidates, newest first, and the rest with reasons. `semver` goes by version; `glob` and `regexp`
 * by created time, unknown times last, ties by name; `asc` of the other two says that values grow with time.
 * `latest`, in any case of letters, is a candidate only under `glob:latest`.
 */
export function rankTags(input: {
  readonly policy: TagPolicy;
  readonly tags: readonly TagInfo[];
}): RankedTags {
  const { policy, tags } = input;
  switch (policy.kind) {
    case "glob":
      return rank(tags, globRule(policy.pattern));
    case "regexp":
      return rank(tags, regexpRule(policy.pattern));
    case "semver":
      return rank(tags, semverRule(policy.range));
    case "alphabetical":
      return rank(tags, alphabeticalRule(policy.order));
    case "numerical":
      return rank(tags, numericalRule(policy.order));
  }
}

function rank<Key>(tags: readonly TagInfo[], rule: Rule<Key>): RankedTags {
  const candidates: { readonly info: TagInfo; readonly key: Key }[] = [];
  const rejected: RejectedTag[] = [];
  for (const info of tags) {
    const verdict = rule.read(info);
    if ("key" in verdict) candidates.push({ info, key: verdict.key });
    else rejected.push({ tag: info.tag, reason: verdict.reason });
  }
  candidates.sort((a, b) => rule.newer(a.key, b.key) || rule.tie(a.info.tag, b.info.tag));
  return { ranked: candidates.map(({ info }) => info), rejected };
}

function globRule(pattern: string): Rule<Instant | null> {
  const matches = compileGlob(pattern);
  const reason: TagReason = { code: "glob-mismatch", pattern };
  return {
    read: ({ tag, createdAt }) => {
      if (isLatest(tag) && pattern !== "latest") return { reason: { code: "latest" } };
      return matches(tag) ? { key: parseInstant(createdAt) } : { reason };
    },
    newer: compareNewestFirst,
    tie: compareNatural,
  };
}

function regexpRule(pattern: string): Rule<Instant | null> {
  const expression = RE2JS.compile(pattern);
  const reason: TagReason = { code: "regexp-mismatch", pattern };
  return {
    read: ({ tag, createdAt }) => {
      if (isLatest(tag)) return { reason: { code: "latest" } };
      return expression.test(tag) ? { key: parseInstant(createdAt) } : { reason };
    },
    newer: compareNewestFirst,
    tie: compareNatural,
  };
}

function semverRule(text: string): Rule<SemVer> {
  const range = parseRange(text);
  const admitsPrereleases = namesPrerelease(text);
  return {
    read: ({ tag }) => {
      if (isLatest(tag)) return { reason: { code: "latest" } };
      const version = parseVersion(tag);
      if (version === null) return { reason: { code: "not-a-version" } };
      if (range?.test(version)) return { key: version };
      const hidden = version.prerelease.length > 0 && !admitsPrereleases;
      const code = hidden && range?.test(stableOf(version)) ? "prerelease" : "out-of-range";
      return { reason: { code, range: text } };
    },
    newer: (a, b) => compare(b, a),
    tie: (a, b) => compareText(b, a),
  };
}

function alphabeticalRule(order: TagOrder): Rule<string> {
  return {
    read: ({ tag }) => (isLatest(tag) ? { reason: { code: "latest" } } : { key: tag }),
    newer: (a, b) => (order === "asc" ? compareText(b, a) : compareText(a, b)),
    tie: compareText,
  };
}

function numericalRule(order: TagOrder): Rule<string> {
  return {
    read: ({ tag }) => {
      if (isLatest(tag)) return { reason: { code: "latest" } };
      return /^\d+$/.test(tag) ? { key: tag } : { reason: { code: "not-a-number" } };
    },
    newer: (a, b) => (order === "asc" ? compareDigits(b, a) : compareDigits(a, b)),
    tie: compareText,
  };
}

function isLatest(tag: string): boolean {
  return tag.length === 6 && tag.toLowerCase() === "latest";
}

/** Only `*` is special. Matched part by part, without a regular expression, so that no pattern is slow. */
function compileGlob(pattern: string): (tag: string) => boolean {
  const parts = pattern.split("*");
  const first = parts[0] ?? "";
  if (parts.length === 1) return (tag) => tag === first;
  const last = parts.at(-1) ?? "";
  const middle = parts.slice(1, -1);
  return (tag) => {
    if (tag.length < first.length + last.length) return false;
    if (!tag.startsWith(first) || !tag.endsWith(last)) return false;
    const end = tag.length - last.length;
    let from = first.length;
    for (const part of middle) {
      const found = tag.indexOf(part, from);
      if (found === -1 || found + part.length > end) return false;
      from = found + part.length;
    }
    return true;
  };
}
