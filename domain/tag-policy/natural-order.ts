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

/** Compares numbers with or without a fraction by value; `1.50` is 1.5. */
export function compareDecimals(a: string, b: string): number {
  const [whole = "", fraction = ""] = a.split(".");
  const [otherWhole = "", otherFraction = ""] = b.split(".");
  return (
    compareDigits(whole, otherWhole) ||
    compareText(fraction.replace(/0+$/, ""), otherFraction.replace(/0+$/, ""))
  );
}

function compareRuns(a: string, b: string | undefined): number {
  if (b === undefined) return 1;
  return /^\d/.test(a) && /^\d/.test(b) ? compareDigits(a, b) : compareText(a, b);
}
