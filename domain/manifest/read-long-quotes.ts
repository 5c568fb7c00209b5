import type { LineCursor } from "./line-cursor.ts";
import type { SourceScalar } from "./source-node.ts";

const doubleQuote = 0x22;
const singleQuote = 0x27;

/**
 * Quoted text that ends on a later line, with the cursor on that line; null for anything else. As in the parsers of
 * Kubernetes, and unlike in the YAML library, its lines may be indented no further than what stands around it.
 */
export function readLongQuotes(cursor: LineCursor, start: number): SourceScalar | null {
  const { text, line } = cursor;
  const code = text.charCodeAt(start);
  const isDouble = code === doubleQuote;
  if (!isDouble && code !== singleQuote) return null;
  const close = isDouble ? text.indexOf('"', start + 1) : closingQuote(text, start + 1);
  if (close < cursor.end || close >= cursor.limit) return null;
  const source = text.slice(start + 1, close);
  if (isDouble && source.includes("\\")) return null;
  cursor.jumpTo(close);
  const value = folded(isDouble ? source : source.replaceAll("''", "'"));
  const style = isDouble ? "double" : "single";
  return { kind: "scalar", style, value, text: value, start, end: close + 1, line, anchor: null };
}

/** The next single quote that is not one of two; -1 where there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf("'", from);
  while (at !== -1 && text.charCodeAt(at + 1) === singleQuote) at = text.indexOf("'", at + 2);
  return at;
}

/** One line break is a space, more of them are one less; blanks around them are none of the text. */
function folded(source: string): string {
  const [first = "", ...others] = source.split("\n");
  const last = others.pop() ?? "";
  let text = first.replace(/ +$/, "");
  let blank = 0;
  for (const line of others) {
    const content = line.replace(/^ +| +$/g, "");
    if (content === "") blank += 1;
    else {
      text += (blank === 0 ? " " : "\n".repeat(blank)) + content;
      blank = 0;
    }
  }
  return text + (blank === 0 ? " " : "\n".repeat(blank)) + last.replace(/^ +/, "");
}
