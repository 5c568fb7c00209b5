import { compareText } from "./natural-order.ts";

/** A semantic version whose numbers are digits without leading zeros, so that any length compares exactly. */
export interface Version {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  /** The identifiers after the hyphen; empty for a stable version. */
  readonly prerelease: readonly string[];
}

const looseVersion =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const digits = /^\d+$/;
const greatestNumber = "18446744073709551615";

/**
 * The version a tag stands for, as Masterminds reads it: `v1.2` is 1.2.0 and `01.1.0` is 1.1.0, while `1.0.0.0` and
 * `V1.0.0` are null. npm's own parsing is stricter in some forms and looser in others, and would elect other tags.
 */
export function parseVersion(text: string): Version | null {
  const match = looseVersion.exec(text);
  if (match === null) return null;
  const [, major = "0", minor = "0", patch = "0", identifiers] = match;
  const prerelease = identifiers === undefined ? [] : identifiers.split(".");
  if (prerelease.some(isPaddedNumber)) return null;
  const version = { major: trim(major), minor: trim(minor), patch: trim(patch), prerelease };
  const fits = [version.major, version.minor, version.patch].every(
    (number) => compareNumbers(number, greatestNumber) <= 0,
  );
  return fits ? version : null;
}

/** Negative when `a` comes before `b` in the order of semantic versions; build metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return (
    compareNumbers(a.major, b.major) ||
    compareNumbers(a.minor, b.minor) ||
    compareNumbers(a.patch, b.patch) ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

/** Compares numbers written without leading zeros. */
export function compareNumbers(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Number(a.length === 0) - Number(b.length === 0);
  for (const [index, identifier] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareIdentifiers(identifier, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIdentifiers(a: string, b: string): number {
  const isNumber = digits.test(a);
  if (isNumber !== digits.test(b)) return isNumber ? -1 : 1;
  return isNumber ? compareNumbers(a, b) : compareText(a, b);
}

function isPaddedNumber(identifier: string): boolean {
  return identifier.length > 1 && identifier.startsWith("0") && digits.test(identifier);
}

function trim(number: string): string {
  return number.startsWith("0") ? number.replace(/^0+(?=\d)/, "") : number;
}
