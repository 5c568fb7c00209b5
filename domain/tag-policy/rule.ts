import { RE2JS } from "re2js";

import { isHiddenPrerelease, parseConstraint, satisfies } from "./constraint.ts";
import { type TagFilter, compileTagFilter } from "./extract.ts";
import { compileGlob } from "./glob.ts";
import { type Instant, compareNewestFirst, parseInstant } from "./instant.ts";
import { type Decimal, compareDecimals, compareText, parseDecimal } from "./natural-order.ts";
import type { TagOrder, TagPolicy } from "./policy.ts";
import type { TagReason } from "./reason.ts";
import { type Version, compareVersions, parseVersion } from "./version.ts";

/** What a rule looks at. */
interface Tag {
  readonly tag: string;
  /** RFC 3339. */
  readonly createdAt?: string;
}

/** What a policy says of one tag: what it is compared by, if it has a place in the order, and why it is out. */
export type Verdict<Key> =
  | { readonly key: Key; readonly reason: TagReason | null }
  | { readonly key?: undefined; readonly reason: TagReason };

/** A policy as functions. `newer` is negative when the first is newer; `tie` decides between equal keys. */
export interface Rule<Key> {
  readonly judge: (info: Tag) => Verdict<Key>;
  readonly newer: (a: Key, b: Key) => number;
  readonly tie: (a: string, b: string) => number;
}

/** Hands the policy's rule to `use`, whatever it compares by. The policy must be one that `parseTagPolicy` gave. */
export function withRule<Result>(policy: TagPolicy, use: <Key>(rule: Rule<Key>) => Result): Result {
  switch (policy.kind) {
    case "glob": {
      const { pattern } = policy;
      return use(timeRule(compileGlob(pattern), { code: "glob-mismatch", pattern }));
    }
    case "regexp": {
      const { pattern } = policy;
      const expression = RE2JS.compile(pattern);
      return use(timeRule((tag) => expression.test(tag), { code: "regexp-mismatch", pattern }));
    }
    case "semver":
      return use(versionRule(policy.range, policy.filter));
    case "alphabetical":
      return use(textRule(policy.order, policy.filter));
    case "numerical":
      return use(numberRule(policy.order, policy.filter));
  }
}

function timeRule(matches: (tag: string) => boolean, mismatch: TagReason): Rule<Instant | null> {
  return {
    judge: ({ tag, createdAt }) => ({
      key: parseInstant(createdAt),
      reason: matches(tag) ? null : mismatch,
    }),
    newer: compareNewestFirst,
    tie: compareText,
  };
}

function versionRule(range: string, filter: TagFilter | undefined): Rule<Version> {
  const constraint = parseConstraint(range) ?? [];
  function judge(value: string): Verdict<Version> {
    const key = parseVersion(value);
    if (key === null) return { reason: { code: "not-a-version" } };
    if (satisfies(key, constraint)) return { key, reason: null };
    const code = isHiddenPrerelease(key, constraint) ? "prerelease" : "out-of-range";
    return { key, reason: { code, range } };
  }
  return {
    judge: extraction(filter, judge),
    newer: (a, b) => compareVersions(b, a),
    // Of 1.10 and 1.10.0, which are equal, the one that says more counts as newer.
    tie: (a, b) => compareText(b, a),
  };
}

function textRule(order: TagOrder, filter: TagFilter | undefined): Rule<string> {
  return {
    judge: extraction(filter, (key) => ({ key, reason: null })),
    newer: directed(order, compareText),
    tie: compareText,
  };
}

function numberRule(order: TagOrder, filter: TagFilter | undefined): Rule<Decimal> {
  function judge(value: string): Verdict<Decimal> {
    const key = parseDecimal(value);
    return key === null ? { reason: { code: "not-a-number", value } } : { key, reason: null };
  }
  return {
    judge: extraction(filter, judge),
    newer: directed(order, compareDecimals),
    tie: compareText,
  };
}

/** Judges a tag by the part of it that the filter extracts, or by the whole tag without one. */
function extraction<Key>(
  filter: TagFilter | undefined,
  judge: (value: string) => Verdict<Key>,
): (info: Tag) => Verdict<Key> {
  if (filter === undefined) return ({ tag }) => judge(tag);
  const { pattern, extract = "" } = filter;
  const read = compileTagFilter(filter);
  return ({ tag }) => {
    const value = read(tag);
    if (value === null) return { reason: { code: "regexp-mismatch", pattern } };
    if (value === "") return { reason: { code: "nothing-extracted", extract } };
    return judge(value);
  };
}

function directed<Key>(
  order: TagOrder,
  compare: (a: Key, b: Key) => number,
): (a: Key, b: Key) => number {
  return order === "asc" ? (a, b) => compare(b, a) : compare;
}
