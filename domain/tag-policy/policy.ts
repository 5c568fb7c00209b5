import { RE2JS } from "re2js";

import { DomainError } from "#domain/error.ts";

import { parseRange } from "./version.ts";

export type TagOrder = "asc" | "desc";

/** Which tags of an image repository are candidates, and what makes one newer than another. */
export type TagPolicy =
  | { readonly kind: "glob"; readonly pattern: string }
  | { readonly kind: "semver"; readonly range: string }
  | { readonly kind: "regexp"; readonly pattern: string }
  | { readonly kind: "alphabetical"; readonly order: TagOrder }
  | { readonly kind: "numerical"; readonly order: TagOrder };

/**
 * Reads a filter as an annotation writes it: `semver:~1.4`, `regexp:^v\d+$` (RE2, unanchored), `alphabetical:asc`,
 * `numerical:desc`, or a glob, whose `glob:` may be left out. Throws `DomainError` "invalid" with the flaw: a filter
 * that cannot be read must never let every tag through.
 */
export function parseTagPolicy(text: string): TagPolicy {
  const [, kind = "glob", rest = ""] =
    /^(?:(glob|semver|regexp|regex|alphabetical|numerical):)?(.*)$/s.exec(text) ?? [];
  switch (kind) {
    case "semver":
      if (parseRange(rest) === null) throw invalid(text, `"${rest}" is not a range of versions`);
      return { kind: "semver", range: rest };
    case "regexp":
    case "regex":
      compileRegexp(text, rest);
      return { kind: "regexp", pattern: rest };
    case "alphabetical":
      return { kind: "alphabetical", order: parseOrder(text, rest) };
    case "numerical":
      return { kind: "numerical", order: parseOrder(text, rest) };
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
      return `semver:${policy.range}`;
    case "alphabetical":
    case "numerical":
      return `${policy.kind}:${policy.order}`;
  }
}

function parseOrder(text: string, order: string): TagOrder {
  if (order === "asc" || order === "desc") return order;
  throw invalid(text, `its order is "asc" or "desc"`);
}

function compileRegexp(text: string, pattern: string): void {
  try {
    RE2JS.compile(pattern);
  } catch (error) {
    throw invalid(text, error instanceof Error ? error.message : "its expression cannot be read");
  }
}

function invalid(text: string, flaw: string): DomainError {
  return new DomainError("invalid", `"${text}" is not a tag filter: ${flaw}.`, { filter: text });
}
