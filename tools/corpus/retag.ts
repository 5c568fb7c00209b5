import { scalarFinder } from "#cli/scalar-range.ts";
import type { FindScalar } from "#cli/scalar-range.ts";
import { DomainError } from "#domain/error.ts";
import { formatImageRef, parseImageRef, withVersion } from "#domain/image/ref.ts";
import { applyEdits, editsForImage } from "#domain/manifest/edit.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import { imagesInFile } from "#domain/manifest/images-in-file.ts";
import type { FileImage } from "#domain/manifest/images-in-file.ts";
import type { ScalarEdit } from "#domain/manifest/scalar-edit.ts";

import { replacedWithin, sameOutside } from "./outside.ts";

/** What came of setting one image to another tag. */
export type Outcome =
  | { readonly is: "exact" }
  | { readonly is: "refused"; readonly reason: string }
  | { readonly is: "inexact"; readonly reason: string };

/** Sets every image of a file to another tag, each by itself in the untouched text, and judges the new text. */
export function* retagAll(
  path: string,
  text: string,
): Generator<{ readonly image: FileImage; readonly outcome: Outcome }> {
  const images = imagesInFile(parseManifestFile(path, text));
  if (images.length === 0) return;
  const find = scalarFinder(text);
  for (const image of images) yield { image, outcome: retag({ path, text, image, images, find }) };
}

interface Work {
  readonly path: string;
  readonly text: string;
  readonly image: FileImage;
  readonly images: readonly FileImage[];
  readonly find: FindScalar;
}

function retag(work: Work): Outcome {
  const { text, image } = work;
  try {
    const ref = parseImageRef(image.image);
    const to = withVersion(ref, {
      tag: ref.tag === "stagecoach-9" ? "stagecoach-10" : "stagecoach-9",
    });
    const edits = editsForImage(image.site, to);
    if (edits.length === 0) return { is: "inexact", reason: "nothing would be edited" };
    const after = applyEdits(text, edits);
    if (!isSameOutside(work, edits, after)) return { is: "inexact", reason: "other bytes changed" };
    return judgeMeaning(work, after, formatImageRef(to));
  } catch (error) {
    if (error instanceof DomainError) return { is: "refused", reason: error.message };
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { is: "inexact", reason };
  }
}

function isSameOutside(
  { text: before, find }: Work,
  edits: readonly ScalarEdit[],
  after: string,
): boolean {
  const [first, ...others] = edits;
  const ranges = edits.flatMap((edit) =>
    edit.from === null ? [] : (find(edit.document, edit.path) ?? []),
  );
  if (ranges.length === 0 && first !== undefined && first.from !== null && others.length === 0) {
    return replacedWithin({ before, after, from: first.from, to: first.to });
  }
  const isAdding = edits.some(({ from }) => from === null);
  return sameOutside({ before, after, ranges, isAdding });
}

/** Read again, the file has to give the new image at this place and the old ones at all others. */
function judgeMeaning({ path, image, images }: Work, after: string, wanted: string): Outcome {
  const found = imagesInFile(parseManifestFile(path, after));
  const expected = images.map((one) => (one === image ? wanted : one.image));
  const isSame =
    found.length === expected.length && found.every((one, at) => one.image === expected[at]);
  return isSame
    ? { is: "exact" }
    : { is: "inexact", reason: "the file reads otherwise than wanted" };
}
