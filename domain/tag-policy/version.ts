import { Range, SemVer } from "semver";

const looseVersion =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const prereleaseInRange = /[0-9xX*]-[0-9A-Za-z]/;

/**
 * The version a tag stands for, as Masterminds reads it: `v1.2` is 1.2.0 and `01.1.0` is 1.1.0, while `1.0.0.0` is
 * null. npm's own parsing is stricter in some forms and looser in others, and would elect different tags.
 */
export function parseVersion(tag: string): SemVer | null {
  const match = looseVersion.exec(tag);
  if (match === null) return null;
  const [, major = "0", minor = "0", patch = "0", pre = "", build = ""] = match;
  try {
    return new SemVer(`${BigInt(major)}.${BigInt(minor)}.${BigInt(patch)}${pre}${build}`);
  } catch {
    return null;
  }
}

/**
 * A range of versions as annotations write it, `,` or a blank between conditions; null when it is none.
 * Pre-releases are inside only when the range itself names one, as in `>=1.0.0-0`.
 */
export function parseRange(text: string): Range | null {
  const range = text.replaceAll(",", " ").trim();
  if (range === "") return null;
  try {
    return new Range(range, { includePrerelease: namesPrerelease(range) });
  } catch {
    return null;
  }
}

/** Whether a range names a pre-release, and so admits them. */
export function namesPrerelease(range: string): boolean {
  return prereleaseInRange.test(range);
}

/** The stable version that a pre-release leads to: 2.0.0 for 2.0.0-rc.1. */
export function stableOf(version: SemVer): SemVer {
  return new SemVer(`${version.major}.${version.minor}.${version.patch}`);
}
