import { createHash } from "node:crypto";

import { shortDigest } from "#domain/image/digest.ts";

/** A digest for a word, always the same for the same word. */
export function digestNamed(word: string): string {
  return `sha256:${createHash("sha256").update(word).digest("hex")}`;
}

/** The text with each `@word` as that word's digest, each `{word}` as people read it, and a lone word as a digest. */
export function withDigests(text: string): string {
  if (/^\w+$/.test(text)) return digestNamed(text);
  return text
    .replace(/@([\w-]+)/g, (_, word: string) => `@${digestNamed(word)}`)
    .replace(/\{([\w-]+)\}/g, (_, word: string) => shortDigest(digestNamed(word)));
}
