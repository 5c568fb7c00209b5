import type { Result } from "./run.ts";

/** What the run found, as lines: per kind the failures, the cases apart and the counts; at last the sum. */
export function reportLines(results: readonly Result[]): readonly string[] {
  const byKind = Map.groupBy(results, ({ kind }) => kind);
  return [...[...byKind].flatMap(([kind, found]) => kindLines(kind, found)), countLine(results)];
}

function kindLines(kind: string, results: readonly Result[]): readonly string[] {
  const apart = results.filter(({ verdict }) => verdict.is === "apart").length;
  const tail = apart === 0 ? "" : `, ${apart} apart`;
  return [`${kind}: ${countLine(results)}${tail}`, ...results.flatMap(resultLines)];
}

function resultLines({ id, verdict }: Result): readonly string[] {
  switch (verdict.is) {
    case "passed":
      return [];
    case "apart":
      return [`  ${id} apart (${verdict.mark}); ours: ${oneLine(verdict.instead)}`];
    case "failed":
      return [
        `  ${id} FAILED`,
        ...indented("expected", verdict.expected),
        ...indented("got", verdict.got),
      ];
  }
}

function countLine(results: readonly Result[]): string {
  const failed = results.filter(({ verdict }) => verdict.is === "failed").length;
  const passed = results.filter(({ verdict }) => verdict.is === "passed").length;
  return `${passed} passed, ${failed} failed`;
}

function indented(title: string, text: string): readonly string[] {
  return [`    ${title}:`, ...text.split("\n").map((line) => `      ${line}`.trimEnd())];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
