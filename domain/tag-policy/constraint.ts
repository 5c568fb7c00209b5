import { type Version, compareNumbers, compareVersions, parseVersion } from "./version.ts";

/** A range of versions: at least one of the alternatives holds, with all of its conditions. */
export type Constraint = readonly (readonly Condition[])[];

interface Condition {
  /** Whether the version is in, pre-release or not. */
  readonly holds: (version: Version) => boolean;
  /** A pre-release is in only where the condition names one itself, as `>=1.0.0-0` does. */
  readonly admitsPrereleases: boolean;
}

/** How many of a bound's three numbers are written: `1.x` is 1.0.0 of which one counts, `*` is 0.0.0 of none. */
type Precision = 0 | 1 | 2 | 3;

interface Bound {
  readonly version: Version;
  readonly precision: Precision;
}

const number = String.raw`(?:\d+|[xX*])`;
const identifiers = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const bound = String.raw`v?${number}(?:\.${number}){0,2}(?:-${identifiers})?(?:\+${identifiers})?`;
const operator = "!=|[<>]=|=[<>]|~>|[<>=~^]";
const hyphenRange = new RegExp(String.raw` ?(?<![^ ,|])(${bound}) - (${bound}) ?`, "g");
const condition = new RegExp(String.raw` ?(${operator}|) ?(${bound})(?![^ ,!<>=~^]) ?,?`, "y");
const boundParts = new RegExp(
  String.raw`^v?(${number})(?:\.(${number}))?(?:\.(${number}))?(-${identifiers})?`,
);

/**
 * Reads a constraint as Masterminds' semver library does, which Flux uses: `||` between alternatives, a comma or a blank
 * between conditions, `1.0 - 2.0`, `=`, `!=`, `<`, `<=`, `>`, `>=` (and `=<`, `=>`), `~`, `~>`, `^` and x, X or * for
 * any number. Null when it is none: nothing in it is passed over.
 */
export function parseConstraint(text: string): Constraint | null {
  const alternatives: (readonly Condition[])[] = [];
  // One blank at most between any two signs keeps the expressions linear.
  const blanks = text.replace(/\s+/g, " ");
  for (const part of blanks.replace(hyphenRange, ">= $1, <= $2 ").split("||")) {
    const conditions = parseConditions(part);
    if (conditions === null) return null;
    alternatives.push(conditions);
  }
  return alternatives;
}

/** Whether the version is in the range. */
export function satisfies(version: Version, constraint: Constraint): boolean {
  const isPrerelease = version.prerelease.length > 0;
  return constraint.some((conditions) =>
    conditions.every(
      ({ holds, admitsPrereleases }) => (admitsPrereleases || !isPrerelease) && holds(version),
    ),
  );
}

/** Whether a version is left out for being a pre-release alone: a range that named one would have it. */
export function isHiddenPrerelease(version: Version, constraint: Constraint): boolean {
  return (
    version.prerelease.length > 0 &&
    !satisfies(version, constraint) &&
    constraint.some((conditions) => conditions.every(({ holds }) => holds(version)))
  );
}

function parseConditions(text: string): readonly Condition[] | null {
  const conditions: Condition[] = [];
  condition.lastIndex = 0;
  do {
    const match = condition.exec(text);
    const end = condition.lastIndex;
    const [, sign = "", written = ""] = match ?? [];
    const parsed = match === null ? null : parseCondition(sign, written);
    if (parsed === null) return null;
    conditions.push(parsed);
    condition.lastIndex = end;
  } while (condition.lastIndex < text.length);
  return conditions;
}

function parseCondition(sign: string, written: string): Condition | null {
  const limit = parseBound(written);
  if (limit === null) return null;
  const namesPrerelease = limit.version.prerelease.length > 0;
  // "Not this very version" says nothing of pre-releases; all other conditions leave them out unless asked.
  const admitsPrereleases = namesPrerelease || (sign === "!=" && limit.precision === 3);
  return { holds: (version) => holds(sign, version, limit), admitsPrereleases };
}

function parseBound(text: string): Bound | null {
  const [, major = "*", minor = "*", patch = "*", prerelease = ""] = boundParts.exec(text) ?? [];
  const numbers = [major, minor, patch];
  const any = numbers.findIndex((part) => /^[xX*]$/.test(part));
  const precision = precisionOf(any === -1 ? 3 : any);
  const known = [...numbers.slice(0, precision), "0", "0", "0"].slice(0, 3).join(".");
  const version = parseVersion(precision === 0 ? known : known + prerelease);
  return version && { version, precision };
}

function precisionOf(count: number): Precision {
  return count === 0 || count === 1 || count === 2 ? count : 3;
}

function holds(sign: string, version: Version, limit: Bound): boolean {
  switch (sign) {
    case "!=":
      return !isWithin(version, limit);
    case ">":
      return isAbove(version, limit);
    case "<":
      return compareVersions(version, limit.version) < 0;
    case ">=":
    case "=>":
      return compareVersions(version, limit.version) >= 0;
    case "<=":
    case "=<":
      return isAtMost(version, limit);
    case "~":
    case "~>":
      return isAlike(version, limit);
    case "^":
      return isCompatible(version, limit);
    default:
      return limit.precision === 3
        ? compareVersions(version, limit.version) === 0
        : isAlike(version, limit);
  }
}

/** `1.x` names all of 1; a pre-release is compared only where the patch is left open, as Masterminds does. */
function isWithin(version: Version, limit: Bound): boolean {
  if (limit.precision === 0 || limit.precision === 3) {
    return compareVersions(version, limit.version) === 0;
  }
  if (!sharesNumbers(version, limit)) return false;
  if (limit.precision === 1) return true;
  return version.prerelease.join(".") === limit.version.prerelease.join(".");
}

/** `>1` begins at 2.0.0 and `>1.2` at 1.3.0. */
function isAbove(version: Version, limit: Bound): boolean {
  if (limit.precision === 0 || limit.precision === 3) {
    return compareVersions(version, limit.version) > 0;
  }
  return compareWritten(version, limit) > 0;
}

/** `<=1` ends before 2.0.0 and `<=1.2` before 1.3.0; `<=*` is `<=0.0`, which is Masterminds' reading. */
function isAtMost(version: Version, limit: Bound): boolean {
  if (limit.precision === 3) return compareVersions(version, limit.version) <= 0;
  const precision = limit.precision === 0 ? 2 : limit.precision;
  return compareWritten(version, { ...limit, precision }) <= 0;
}

/** `~1.2.3` and `~1.2` stay in 1.2, `~1` in 1; `~0.0.0` and `~*` are any version. */
function isAlike(version: Version, limit: Bound): boolean {
  if (compareVersions(version, limit.version) < 0) return false;
  if (limit.precision === 0 || (limit.precision === 3 && isZero(limit.version))) return true;
  return sharesNumbers(version, { ...limit, precision: limit.precision === 1 ? 1 : 2 });
}

/** `^1.2.3` stays in 1, `^0.2.3` in 0.2, and `^0.0.3` is 0.0.3 alone: the first number that is not 0 is kept. */
function isCompatible(version: Version, limit: Bound): boolean {
  if (compareVersions(version, limit.version) < 0) return false;
  const { major, minor } = limit.version;
  const kept = major !== "0" ? 1 : minor !== "0" ? 2 : 3;
  return sharesNumbers(version, {
    ...limit,
    precision: limit.precision < kept ? limit.precision : kept,
  });
}

function sharesNumbers(version: Version, limit: Bound): boolean {
  return compareWritten(version, limit) === 0;
}

/** Compares the numbers that the bound writes, and no others. */
function compareWritten(version: Version, { version: limit, precision }: Bound): number {
  return (
    (precision > 0 ? compareNumbers(version.major, limit.major) : 0) ||
    (precision > 1 ? compareNumbers(version.minor, limit.minor) : 0) ||
    (precision > 2 ? compareNumbers(version.patch, limit.patch) : 0)
  );
}

function isZero({ major, minor, patch }: Version): boolean {
  return major === "0" && minor === "0" && patch === "0";
}
