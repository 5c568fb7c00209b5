import { LineCounter } from "yaml";
import type { Document } from "yaml";

import { parseDocuments } from "#domain/manifest/file.ts";
import { locateScalar } from "#domain/manifest/locate-scalar.ts";
import type { ImageSite, SiteScalar } from "#domain/manifest/site.ts";

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

/** A container's image as the domain finds it. */
export interface PlacedImage {
  readonly workload: string;
  readonly container: string;
  readonly image: string;
  readonly site: ImageSite;
}

/** The images that one text writes, each with its place, in the order of the text. */
export function imageRows(
  file: { readonly path: string; readonly text: string },
  images: readonly PlacedImage[],
): readonly ImageRow[] {
  if (images.length === 0) return [];
  const lines = new LineCounter();
  const source = { text: file.text, lines, documents: parseDocuments(file.text, lines) };
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
  readonly lines: LineCounter;
  readonly documents: readonly Document.Parsed[];
}

function placeOf(source: SourceText, site: ImageSite): { line: number; column: number } {
  const ranges = site.scalars.flatMap((scalar) => rangeOf(source, site, scalar) ?? []);
  const offset = ranges.map(({ start }) => start).toSorted((a, b) => a - b)[0];
  if (offset === undefined) return { line: site.line, column: 1 };
  const { line, col } = source.lines.linePos(offset);
  return { line, column: col };
}

function writtenAs(source: SourceText, site: ImageSite): string {
  const written = site.scalars.filter(({ isUnwritten }) => isUnwritten !== true);
  const texts = written.map((scalar) => {
    const range = rangeOf(source, site, scalar);
    const text = range === undefined ? scalar.value : source.text.slice(range.start, range.end);
    return { role: scalar.role, text: text.trimEnd() };
  });
  const [only, ...others] = texts;
  if (only !== undefined && others.length === 0 && only.role === "image") return only.text;
  return texts.map(({ role, text }) => `${role}: ${text}`).join(", ");
}

/** Where the scalar stands in the text; undefined where it is inside another text or not written. */
function rangeOf(source: SourceText, site: ImageSite, scalar: SiteScalar) {
  const document = source.documents[site.document];
  const located = document && locateScalar(document, scalar.path);
  if (located?.kind !== "scalar") return undefined;
  const [start, end] = located.scalar.range ?? [];
  return start === undefined || end === undefined ? undefined : { start, end };
}
