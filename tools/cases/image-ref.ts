import { z } from "zod";

import { isRegistryHost, splitHost } from "#domain/image/grammar.ts";
import {
  canonicalName,
  formatImageRef,
  parseImageRef,
  registryHost,
  repositoryPath,
  withVersion,
} from "#domain/image/ref.ts";
import type { ImageRef } from "#domain/image/ref.ts";

import { markOf, Marks } from "./marks.ts";
import { attempt } from "./refusal.ts";
import { apart, failed, passed, same } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

const text = z.string().optional();
const Given = z.looseObject({
  kind: text,
  input: z.string(),
  error: z.union([z.boolean(), z.string()]).optional(),
  isDomain: z.boolean().optional(),
  domain: text,
  image: text,
  tag: text,
  sha: text,
  string: text,
  registry: text,
  repository: text,
  canonical: text,
  canonicalName: text,
  canonicalRef: text,
  withNewTag: text,
  validReleaseImage: z.boolean().optional(),
  ...Marks,
});
type Given = z.infer<typeof Given>;

const allLatest = "<all latest>";
const ancestorHub = "index.docker.io";

/** An image reference: its parts and forms, or that it is refused. Docker Hub's host is `docker.io` here. */
export function judgeImageRef(raw: unknown): Verdict {
  const given = Given.parse(raw);
  if (given.isDomain !== undefined) return same(given.isDomain, isRegistryHost(given.input));
  if (given.kind === "release-image-spec") return judgeTarget(given);
  const read = attempt(() => parseImageRef(given.input));
  const isWrong = given.error !== undefined && given.error !== false;
  if ("refused" in read) {
    if (isWrong) return passed;
    const mark = markOf(given) ?? (/[A-Z]/.test(given.input) ? "upper case" : undefined);
    return mark === undefined ? failed("a reference", read.refused) : apart(mark, read.refused);
  }
  const got = describe(read.value);
  if (isWrong) return failed("to be refused", got.string);
  const wanted = Object.entries(expectedOf(given));
  const wrong = wanted.filter(([name, value]) => Reflect.get(got, name) !== value);
  if (wrong.length === 0) return passed;
  const expected = Object.fromEntries(wrong);
  const actual = Object.fromEntries(wrong.map(([name]) => [name, Reflect.get(got, name)]));
  const reason = knownDifference(
    given,
    read.value,
    wrong.map(([name]) => name),
  );
  return reason === undefined ? failed(expected, actual) : apart(reason, instead(actual));
}

/** What may be asked for by name: an image with a tag or a digest. */
function judgeTarget(given: Given): Verdict {
  if (given.input === allLatest) {
    return apart(
      "legacy",
      "the newest image is asked for by naming no image, not by a word for it",
    );
  }
  const read = attempt(() => parseImageRef(given.input));
  const isTarget = "value" in read && isReleasable(read.value);
  return same(given.error === undefined || given.error === false, isTarget);
}

function isReleasable(ref: ImageRef): boolean {
  return ref.tag !== undefined || ref.digest !== undefined;
}

function describe(ref: ImageRef) {
  const { host, path } = splitHost(ref.name);
  const canonical = canonicalName(ref.name);
  return {
    domain: host ?? "",
    image: path,
    tag: ref.tag ?? "",
    sha: ref.digest?.replace(/^.*:/, "") ?? "",
    string: formatImageRef(ref),
    registry: registryHost(ref.name),
    repository: repositoryPath(ref.name),
    canonical: formatImageRef({ ...ref, name: canonical }),
    canonicalRef: formatImageRef({ ...ref, name: canonical }),
    canonicalName: canonical,
    withNewTag: formatImageRef(withVersion(ref, { tag: "new" })),
    validReleaseImage: isReleasable(ref),
  };
}

/** The fields that the case holds, in our name for Docker Hub where it names the canonical one. */
function expectedOf(given: Given): Readonly<Record<string, unknown>> {
  const { domain, image, tag, sha, string, repository, withNewTag, validReleaseImage } = given;
  const canonical = {
    registry: ours(given.registry),
    canonical: ours(given.canonical),
    canonicalName: ours(given.canonicalName),
    canonicalRef: ours(given.canonicalRef),
  };
  const literal = { domain, image, tag, sha, string, repository, withNewTag, validReleaseImage };
  const fields = Object.entries({ ...literal, ...canonical });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function ours(name: string | undefined): string | undefined {
  if (name === ancestorHub) return "docker.io";
  return name?.startsWith(`${ancestorHub}/`) ? `docker.io${name.slice(ancestorHub.length)}` : name;
}

/** The ancestor lost the tag beside a digest, kept the old digest with a new tag, and knew no digest alone. */
function knownDifference(
  given: Given,
  ref: ImageRef,
  fields: readonly string[],
): string | undefined {
  const mark = markOf(given);
  if (mark !== undefined) return mark;
  const aboutDigests = ["string", "canonical", "canonicalRef", "withNewTag", "validReleaseImage"];
  const isDigest = ref.digest !== undefined && fields.every((name) => aboutDigests.includes(name));
  return isDigest ? "digest" : undefined;
}

function instead(actual: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(actual).map(([name, value]) => `${name} is ${String(value)}`);
  return parts.join(", ");
}
