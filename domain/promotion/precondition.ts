import { parseImageRef, sameRepository } from "#domain/image/ref.ts";

/**
 * Whether the file's image is the one that was expected, however both are written. Nothing expected is always met.
 * Throws `DomainError` "invalid" where one of them is no image.
 */
export function isExpected(expected: string | undefined, image: string): boolean {
  if (expected === undefined || expected === "" || expected === image) return true;
  const [wanted, actual] = [parseImageRef(expected), parseImageRef(image)];
  return (
    sameRepository(wanted.name, actual.name) &&
    wanted.tag === actual.tag &&
    wanted.digest === actual.digest
  );
}
