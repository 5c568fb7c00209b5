import type { FileImage } from "#domain/manifest/images-in-file.ts";
import type { ImageSite } from "#domain/manifest/site.ts";

import { scalarFinder } from "./scalar-range.ts";
import type { FindScalar } from "./scalar-range.ts";

/** One image and the place that writes it. Lines and columns count from 1, documents from 0. */
export interface ImageRow {
  readonly file: string;
  readonly document: number;
  readonly line: number;
  readonly column: number;
  readonly workload: string;
  readonly container: string;
  /** The reference, its name as the file spells it. */
  readonly image: string;
  /** The file's own characters, quotes included; where several values make up the image, each with its part. */
  readonly writtenAs: string;
}

/** The images that one text writes, each with its place, in the order of the text. */
export function imageRows(
  file: { readonly path: string; readonly text: string },
  images: readonly Omit<FileImage, "init">[],
): readonly ImageRow[] {
  if (images.length === 0) return [];
  const source = { text: file.text, find: scalarFinder(file.text) };
  return images
    .map(({ workload, container, image, site }) => ({
      file: file.path,
      document: site.document,
      ...placeOf(source, site),
      workload,
      container,
      image,
      writtenAs: writtenAs(source, site),
    }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
}

interface SourceText {
  readonly text: string;
  readonly find: FindScalar;
}

function placeOf({ text, find }: SourceText, site: ImageSite): { line: number; column: number } {
  const ranges = site.scalars.flatMap(({ path }) => find(site.document, path) ?? []);
  const starts = ranges.flatMap(({ start, isOuter }) => (isOuter ? [] : start));
  if (starts.length === 0) return { line: site.line, column: columnOf(text, site) };
  const before = text.slice(0, Math.min(...starts));
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - lineStart + 1 };
}

/** Inside a text, the value is looked for on its line. */
function columnOf(text: string, { line, scalars }: ImageSite): number {
  const words = text.split("\n")[line - 1] ?? "";
  return Math.max(words.indexOf(scalars[0]?.value ?? "\n"), 0) + 1;
}

function writtenAs({ text, find }: SourceText, site: ImageSite): string {
  const written = site.scalars.filter(({ isUnwritten }) => isUnwritten !== true);
  const texts = written.map(({ role, path, value }) => {
    const range = find(site.document, path);
    const isHere = range !== undefined && !range.isOuter;
    return { role, text: isHere ? text.slice(range.start, range.end).trimEnd() : value };
  });
  const [only, ...others] = texts;
  if (only !== undefined && others.length === 0 && only.role === "image") return only.text;
  return texts.map((one) => `${one.role}: ${one.text}`).join(", ");
}
