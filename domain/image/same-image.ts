import { DomainError } from "#domain/error.ts";

import { type ImageRef, parseImageRef, sameRepository } from "./ref.ts";

/**
 * Whether what runs is what was wanted. The repository must be the same; then a wanted digest decides, else the tag,
 * where a reference without either means `latest`. Text that is no reference is equal only to itself.
 */
export function isSameImage(wanted: string, actual: string): boolean {
  if (wanted === actual) return true;
  const a = readImageRef(wanted);
  const b = readImageRef(actual);
  if (a === null || b === null || !sameRepository(a.name, b.name)) return false;
  return a.digest === undefined ? tagOf(a) === tagOf(b) : a.digest === b.digest;
}

function readImageRef(text: string): ImageRef | null {
  try {
    return parseImageRef(text);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function tagOf(ref: ImageRef): string | undefined {
  return ref.tag ?? (ref.digest === undefined ? "latest" : undefined);
}
