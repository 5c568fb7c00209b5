const alphabet = "bcdfghjklmnpqrstvwxz2456789";

/** 32-bit FNV-1a of a text. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

/** A hash in the letters Kubernetes uses for template hashes: no vowels, so no words. */
export function safeHash(text: string): string {
  return Array.from(String(fnv1a(text)))
    .map((digit) => alphabet[digit.charCodeAt(0) % alphabet.length])
    .join("");
}

/** The five characters the server adds to `generateName`, drawn from a uid. */
export function nameSuffix(uid: string): string {
  let rest = fnv1a(uid);
  let suffix = "";
  for (let i = 0; i < 5; i += 1) {
    suffix += alphabet[rest % alphabet.length];
    rest = Math.floor(rest / alphabet.length);
  }
  return suffix;
}
