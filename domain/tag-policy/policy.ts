import { DomainError } from "#domain/error.ts";

import { parseConstraint } from "./constraint.ts";
import { type TagFilter, compilePattern, flawOfTagFilter } from "./extract.ts";

export type TagOrder = "asc" | "desc";

/** Which tags of an image repository are candidates, and what makes one newer than another. */
export type TagPolicy =
  | { readonly kind: "glob"; readonly pattern: string }
  | { readonly kind: "semver"; readonly range: string; readonly filter?: TagFilter }
  | { readonly kind: "regexp"; readonly pattern: string }
  | {
      readonly kind: "alphabetical" | "numerical";
      /** `asc`: values grow with time, the last is the newest. */
      readonly order: TagOrder;
      readonly filter?: TagFilter;
    };

/**
 * Reads a filter as an annotation writes it: a glob whose `glob:` may be left out, `regexp:^v\d+$` (RE2, unanchored),
 * `semver:~1.4`, or `alphabetical:` or `numerical:` with `asc` or `desc`. The last three may go on with `:` and a
 * pattern that tags must match, before which `$group:` says what part of the tag is compared, as in
 * `numerical:asc:$ts:^main-[0-9a-f]+-(?P<ts>\d+)$`. Throws `DomainError` "invalid" with the flaw: a filter that cannot
 * be read must never let every tag through.
 */
export function parseTagPolicy(text: string): TagPolicy {
  const [, kind = "glob", rest = ""] =
    /^(?:(glob|semver|regexp|regex|alphabetical|numerical):)?(.*)$/s.exec(text) ?? [];
  switch (kind) {
    case "semver":
      return { kind, ...parseSemver(text, rest) };
    case "regexp":
    case "regex":
      return { kind: "regexp", pattern: readable(text, rest) };
    case "alphabetical":
    case "numerical":
      return { kind, ...parseOrdering(text, rest) };
    default:
      return { kind: "glob", pattern: rest };
  }
}

/** The filter's one written form, with its kind: `*` is `glob:*`, `regex:x` is `regexp:x`. */
export function formatTagPolicy(policy: TagPolicy): string {
  switch (policy.kind) {
    case "glob":
    case "regexp":
      return `${policy.kind}:${policy.pattern}`;
    case "semver":
      return joined(policy.kind, policy.range, policy.filter);
    case "alphabetical":
    case "numerical":
      return joined(policy.kind, policy.order, policy.filter);
  }
}

/** Whether the policy orders by the time an image was built, which the registry must then be asked for each. */
export function ordersByTime({ kind }: TagPolicy): boolean {
  return kind === "glob" || kind === "regexp";
}

function parseSemver(
  text: string,
  rest: string,
): { readonly range: string; readonly filter?: TagFilter } {
  const { head: range, filter } = splitFilter(text, rest);
  if (parseConstraint(range) === null) {
    throw invalid(text, `"${range}" is not a range of versions such as ~1.4 or >=1.0 <2.0`);
  }
  return { range, ...filter };
}

function parseOrdering(
  text: string,
  rest: string,
): { readonly order: TagOrder; readonly filter?: TagFilter } {
  const { head: order, filter } = splitFilter(text, rest);
  if (order !== "asc" && order !== "desc") throw invalid(text, `its order is "asc" or "desc"`);
  return { order, ...filter };
}

/** What stands before the first colon, and after it a pattern with an optional `$group:` before it. */
function splitFilter(
  text: string,
  rest: string,
): { readonly head: string; readonly filter: { readonly filter?: TagFilter } } {
  const [, head = "", , extract, pattern] = /^([^:]*)(:(?:(\$[^:]*):)?(.*))?$/s.exec(rest) ?? [];
  if (pattern === undefined) return { head, filter: {} };
  const filter = { pattern, ...(extract !== undefined && { extract }) };
  const flaw = pattern === "" ? "its pattern is empty" : flawOfTagFilter(filter);
  if (flaw !== undefined) throw invalid(text, flaw);
  return { head, filter: { filter } };
}

function joined(kind: string, head: string, filter: TagFilter | undefined): string {
  return [kind, head, filter?.extract, filter?.pattern]
    .filter((part) => part !== undefined)
    .join(":");
}

function readable(text: string, pattern: string): string {
  const expression = compilePattern(pattern);
  if (typeof expression === "string") throw invalid(text, expression);
  return pattern;
}

function invalid(text: string, flaw: string): DomainError {
  return new DomainError("invalid", `"${text}" is not a tag filter: ${flaw}.`, { filter: text });
}
