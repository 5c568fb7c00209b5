const digestForm = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** Exact lengths of the registered algorithms, in hex digits; their digests are lower case. */
const registeredLengths: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
  ["blake3", 64],
]);

/**
 * Whether `text` is a content digest such as `sha256:` and 64 lower-case hex digits. An algorithm that is not
 * registered is taken when it has the grammar's form, an upper-case spelling of a registered one is not.
 */
export function isDigest(text: string): boolean {
  if (!digestForm.test(text)) return false;
  const colon = text.indexOf(":");
  const algorithm = text.slice(0, colon);
  const length = registeredLengths.get(algorithm.toLowerCase());
  if (length === undefined) return true;
  const hex = text.slice(colon + 1);
  const isLower = algorithm === algorithm.toLowerCase() && hex === hex.toLowerCase();
  return isLower && hex.length === length;
}

/** The first 12 hex digits of a digest, for people; text without an algorithm is cut the same way. */
export function shortDigest(digest: string): string {
  return digest.slice(digest.indexOf(":") + 1).slice(0, 12);
}
