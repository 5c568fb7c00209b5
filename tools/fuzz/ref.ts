import { DomainError } from "#domain/error.ts";
import {
  canonicalImageRef,
  canonicalName,
  formatImageRef,
  isImageName,
  parseImageRef,
  sameRepository,
  withVersion,
} from "#domain/image/ref.ts";
import type { ImageRef } from "#domain/image/ref.ts";
import { parseImageRewrite, rewriteImageName } from "#domain/image/rewrite.ts";
import { pick } from "#test/builders/random.ts";

import { hold } from "./hold.ts";
import type { FuzzTarget } from "./target.ts";

const hex = "0123456789abcdef".repeat(4);
const pieces = [
  ...Array.from("abzABZ019._-:/@+[]% ~$é"),
  "__",
  "--",
  "localhost",
  "docker.io",
  "index.docker.io",
  "library/",
  "registry.test",
  ":5000/",
  "[::1]:5000/",
  "quay.io/a/",
  "nginx",
  ":1.2.3",
  ":latest",
  "sha256:",
  "@sha256:",
  `@sha256:${hex}`,
  `@sha512:${hex}${hex}`,
  hex,
  "a".repeat(128),
  "a/".repeat(130),
];

/** A text is a reference that prints back and has one canonical form, or is refused with part and reason. */
export const refTarget: FuzzTarget = {
  about: "image references print back, have one canonical form and are rewritten on whole parts",
  run(next) {
    const text = generated(next);
    const ref = read(text);
    if (ref === null) return;
    hold(formatImageRef(ref) === text, "prints back", text);
    hold(isImageName(ref.name) || text !== ref.name, "has a name that is one", text);
    checkCanonical(ref, text);
    checkVersions(ref, text);
    checkRewrite(next, ref, text);
  },
};

function generated(next: () => number): string {
  const count = 1 + Math.floor(next() * 7);
  return Array.from({ length: count }, () => pick(next, pieces)).join("");
}

/** Null for a text that is refused; then the refusal says which part and why, in one sentence. */
function read(text: string): ImageRef | null {
  try {
    return parseImageRef(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { part } = error.data;
    hold(error.code === "invalid" && typeof part === "string", "is refused by part", text);
    hold(error.message.endsWith("."), "is refused in a sentence", text);
    return null;
  }
}

function checkCanonical(ref: ImageRef, text: string): void {
  const whole = canonicalImageRef(ref);
  const again = parseImageRef(whole);
  hold(canonicalImageRef(again) === whole, "has one canonical form", text);
  hold(again.tag === ref.tag && again.digest === ref.digest, "keeps tag and digest", text);
  hold(sameRepository(ref.name, canonicalName(ref.name)), "is the same repository", text);
}

function checkVersions(ref: ImageRef, text: string): void {
  const moved = withVersion(ref, { tag: "v2", digest: `sha256:${hex}` });
  const back = parseImageRef(formatImageRef(moved));
  hold(back.name === ref.name && back.tag === "v2", "moves to another version", text);
}

/** A rewrite of the name's own registry changes the registry alone, and backwards gives the name again. */
function checkRewrite(next: () => number, ref: ImageRef, text: string): void {
  const name = canonicalName(ref.name);
  const parts = name.split("/");
  const from = parts.slice(0, 1 + Math.floor(next() * (parts.length - 1))).join("/");
  const there = parseImageRewrite({ from, to: "mirror.test/x" });
  const moved = rewriteImageName(ref.name, [there]);
  hold(moved === `mirror.test/x${name.slice(from.length)}`, `is rewritten from ${from}`, text);
  const returned = rewriteImageName(moved ?? "", [
    parseImageRewrite({ from: "mirror.test/x", to: from }),
  ]);
  hold(returned === name, `is rewritten back to ${from}`, text);
  if (!from.includes("/")) return;
  const other = parseImageRewrite({ from: `${from}x`, to: "mirror.test" });
  const escaped = rewriteImageName(ref.name, [other]);
  hold(escaped === undefined, "is not rewritten on half a part", text);
}
