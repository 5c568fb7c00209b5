/** A part of a text and what is to stand there instead. Offsets count UTF-16 units. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** How the text ends its lines, told by the first of them. */
export function lineBreakOf(text: string): string {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

/** The offset of the first character of the line that an offset is on; a byte order mark is none. */
export function lineStart(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  return start === 0 && text.startsWith("\uFEFF") ? 1 : start;
}

/** How many characters stand before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The end of the line that a value ends on, before the line break and behind a comment. */
export function lineEndBehind(text: string, valueEnd: number): number {
  const from = text[valueEnd - 1] === "\n" ? valueEnd - 1 : valueEnd;
  const found = text.indexOf("\n", from);
  if (found === -1) return text.length;
  return text[found - 1] === "\r" ? found - 1 : found;
}

/** The splice that adds lines below the one that a value ends on. */
export function linesBehind(text: string, valueEnd: number, lines: readonly string[]): Splice {
  const end = lineEndBehind(text, valueEnd);
  const lineBreak = lineBreakOf(text);
  return { start: end, end, replacement: lines.map((line) => lineBreak + line).join("") };
}
