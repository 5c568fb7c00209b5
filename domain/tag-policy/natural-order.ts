const runs = /\d+|\D+/g;

/** Compares as people count: `build-9` before `build-10`. Equal only for equal text. */
export function compareNatural(a: string, b: string): number {
  const left = a.match(runs) ?? [];
  const right = b.match(runs) ?? [];
  for (const [index, run] of left.entries()) {
    const order = compareRuns(run, right[index]);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(a, b);
}

/** Compares by code units, the order of no particular language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Compares two runs of digits by value, whatever their length and leading zeros. */
export function compareDigits(a: string, b: string): number {
  const left = a.replace(/^0+(?=\d)/, "");
  const right = b.replace(/^0+(?=\d)/, "");
  return left.length - right.length || compareText(left, right);
}

/** A number as digits without meaningless zeros, so that any length compares exactly. */
export interface Decimal {
  readonly whole: string;
  readonly fraction: string;
}

/** Reads digits with or without a fraction: `1.50` is 1.5. Null for anything else. */
export function parseDecimal(text: string): Decimal | null {
  const [, whole, fraction = ""] = /^0*(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? [];
  return whole === undefined ? null : { whole, fraction: fraction.replace(/0+$/, "") };
}

/** Negative when `a` is the lower number. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  return (
    a.whole.length - b.whole.length ||
    compareText(a.whole, b.whole) ||
    compareText(a.fraction, b.fraction)
  );
}

function compareRuns(a: string, b: string | undefined): number {
  if (b === undefined) return 1;
  return /^\d/.test(a) && /^\d/.test(b) ? compareDigits(a, b) : compareText(a, b);
}
