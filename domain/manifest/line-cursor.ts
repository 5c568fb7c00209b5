import type { SourcePart } from "./source-part.ts";

const space = 0x20;
const hash = 0x23;

/** The lines of a block scalar without their indentation, and the offset behind them. */
export interface BlockLines {
  readonly lines: readonly string[];
  readonly end: number;
}

/** Goes through the lines of a text that say something: blank lines and comments are passed over. */
export class LineCursor {
  readonly text: string;
  /** The line's number in the file. */
  line: number;
  /** The column of the first character, or -1 behind the last line. */
  indent = -1;
  /** The offset of the first character. */
  start = 0;
  /** The offset of the line break. */
  end = 0;
  /** The offset behind the last line. */
  readonly limit: number;
  #next: number;

  /** Stands on the first line that says something. */
  constructor(text: string, { start, end, line }: SourcePart) {
    this.text = text;
    this.line = line - 1;
    this.limit = end;
    this.#next = start;
    this.advance();
  }

  /** Whether it stands behind the last line. */
  get isDone(): boolean {
    return this.indent === -1;
  }

  /** Goes to the next line that says something. */
  advance(): void {
    while (this.#next < this.limit) {
      const from = this.#next;
      const start = this.#firstAfterSpaces(from);
      this.end = this.#lineEnd(start);
      this.#next = this.end + 1;
      this.line += 1;
      if (start === this.end || this.text.charCodeAt(start) === hash) continue;
      this.start = start;
      this.indent = start - from;
      return;
    }
    this.indent = -1;
  }

  /** Treats what follows at an offset of this line as a line of its own, as YAML does behind a dash. */
  enter(offset: number): void {
    this.indent += offset - this.start;
    this.start = offset;
  }

  /** Goes to the line that an offset further down is on; the lines in between are part of the value before it. */
  jumpTo(offset: number): void {
    while (this.end < offset) {
      this.end = this.#lineEnd(this.end + 1);
      this.line += 1;
    }
    this.#next = this.end + 1;
  }

  /**
   * The lines below this one that are indented by more than `outer`, all of them as the first; goes behind them. Null
   * where their indentation or the end of the file would need a closer look.
   */
  takeBlock(outer: number): BlockLines | null {
    const lines: string[] = [];
    let indent = -1;
    let at = this.#next;
    while (at < this.limit) {
      const start = this.#firstAfterSpaces(at);
      const end = this.#lineEnd(start);
      const column = start - at;
      if (end === this.text.length || (start === end && column > 0)) return null;
      if (start < end) {
        if (indent === -1 && column > outer) indent = column;
        if (column < indent || indent === -1) {
          if (column > outer) return null;
          break;
        }
      }
      lines.push(start === end ? "" : this.text.slice(at + indent, end));
      at = end + 1;
    }
    this.line += lines.length;
    this.#next = at;
    this.advance();
    return { lines, end: at };
  }

  #firstAfterSpaces(offset: number): number {
    let at = offset;
    while (this.text.charCodeAt(at) === space) at += 1;
    return at;
  }

  #lineEnd(offset: number): number {
    const found = this.text.indexOf("\n", offset);
    return found === -1 ? this.text.length : found;
  }
}
