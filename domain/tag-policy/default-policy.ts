import type { TagPolicy } from "./policy.ts";
import { parseVersion } from "./version.ts";

const stableVersion = /^(v?)\d+\.\d+\.\d+$/;
const word = /^[A-Za-z]+$/;

/**
 * The policy of a container whose manifest names no filter, guessed from the tag it runs so that a build of another
 * line is never called newer:
 * - a full stable version: every stable version that is written the same way, `semver:*:^\d` for `1.2.3` and
 *   `semver:*:^v` for `v1.2.3`, since a repository with both would offer 1.2.3 as newer than v1.2.3, or the reverse;
 * - words before the last separator (`main-9a16ff9`, `prod-main-9a16ff9`): the tags that start with the same words,
 *   `glob:main-*`, `glob:prod-main-*`;
 * - anything else: `glob:*`.
 */
export function defaultPolicyFor(tag: string): TagPolicy {
  const v = stableVersion.exec(tag)?.[1];
  if (v !== undefined && parseVersion(tag) !== null) {
    return { kind: "semver", range: "*", filter: { pattern: v === "v" ? "^v" : "^\\d" } };
  }
  const parts = tag.split(/([-_.])/);
  let prefix = "";
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const part = parts[index] ?? "";
    if (!word.test(part)) break;
    prefix += part + (parts[index + 1] ?? "");
  }
  return { kind: "glob", pattern: `${prefix}*` };
}
