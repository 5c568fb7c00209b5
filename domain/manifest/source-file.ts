import { readAnyYaml } from "./read-any-yaml.ts";
import { readCommonYaml } from "./read-common-yaml.ts";
import type { SourceDocument } from "./source-node.ts";
import { splitDocuments } from "./source-part.ts";
import type { SourcePart } from "./source-part.ts";

/** What the YAML library may read of one file: it needs a second for a megabyte. */
const mostSlowLetters = 1024 * 1024;

/** The documents of a text, each read when it is first asked for. Nothing here throws. */
export class SourceFile {
  readonly text: string;
  /** Where the documents stand; null where they can only be read as a whole. */
  readonly parts: readonly SourcePart[] | null;
  readonly #documents: (SourceDocument | undefined)[] = [];
  #slowLetters = 0;

  constructor(text: string) {
    this.text = text;
    this.parts = splitDocuments(text);
    if (this.parts === null) {
      const whole = { start: 0, end: text.length, line: 1, marker: null };
      this.#documents.push(...this.#readSlowly(whole));
    }
  }

  /** How many documents there are, the empty ones too. */
  get count(): number {
    return this.parts?.length ?? this.#documents.length;
  }

  /** The document of this number, counted from 0. */
  document(index: number): SourceDocument | undefined {
    const part = this.parts?.[index];
    if (part === undefined) return this.#documents[index];
    return (this.#documents[index] ??= this.#read(part));
  }

  #read(part: SourcePart): SourceDocument {
    const common = readCommonYaml(this.text, part);
    if (common !== null) return common;
    const found = this.#readSlowly(part);
    const known = found.find(({ trouble }) => trouble !== null) ?? found[0];
    return known ?? { line: part.line, contents: null, trouble: null };
  }

  #readSlowly(part: SourcePart): readonly SourceDocument[] {
    this.#slowLetters += part.end - part.start;
    if (this.#slowLetters <= mostSlowLetters) return readAnyYaml(this.text, part);
    const message = "The file is too large to be read in the way it is written";
    const trouble = { offset: part.start, message };
    return [{ line: part.line, contents: null, trouble }];
  }
}
