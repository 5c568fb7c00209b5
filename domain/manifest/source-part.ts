/**
 * A part of a file that is read on its own. `start` and `end` are offsets, `line` counts from 1 and is that of
 * `start`; `marker` is the offset of the `---` that opens the part's document, or null where none does.
 */
export interface SourcePart {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly marker: number | null;
}

const directiveOrEnd = /^\uFEFF?(?:%|\.\.\.)|\r(?!\n)/m;
const marker = /(?<![^\n])---(?=[ \t\r\n]|$)/g;
const blank = /^\uFEFF?(?:[ \t]*(?:#[^\n]*|\r)?\n)*[ \t]*(?:#[^\n]*)?$/;

/**
 * The parts of a text that hold one document each: `---` at the start of a line opens a document, whatever stands
 * before it. Null where directives, `...` or a lone carriage return need the text to be read as a whole.
 */
export function splitDocuments(text: string): readonly SourcePart[] | null {
  if (directiveOrEnd.test(text)) return null;
  const markers = [...text.matchAll(marker)].map(({ index }) => index);
  const [first] = markers;
  if (first === undefined && blank.test(text)) return [];
  const isBlankBefore = first !== undefined && blank.test(text.slice(0, first));
  const starts = isBlankBefore ? markers.with(0, 0) : [0, ...markers];
  const parts: SourcePart[] = [];
  let line = 1;
  for (const [at, start] of starts.entries()) {
    const end = starts[at + 1] ?? text.length;
    const opened = isBlankBefore ? markers[at] : markers[at - 1];
    parts.push({ start, end, line, marker: opened ?? null });
    line += lineBreaks(text, start, end);
  }
  return parts;
}

function lineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", start); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) {
    count += 1;
  }
  return count;
}
