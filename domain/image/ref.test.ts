import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { DomainError } from "#domain/error.ts";
import { exampleCases } from "#test/example-cases.ts";

import {
  canonicalName,
  formatImageRef,
  parseImageRef,
  registryHost,
  repositoryPath,
  sameRepository,
  withVersion,
} from "./ref.ts";

const digest = `sha256:${"5".repeat(64)}`;

function caseLines(file: string): string[] {
  const text = readFileSync(resolve(import.meta.dirname, file), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

function refusal(text: string): DomainError {
  try {
    parseImageRef(text);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}

describe("valid references", () => {
  const cases = caseLines("ref.valid.txt").map((line) => line.split(" "));

  it.each(cases)("%s is of %s", (text = "", canonical = "") => {
    const ref = parseImageRef(text);
    expect(formatImageRef(ref)).toBe(text);
    expect(canonicalName(ref.name)).toBe(canonical);
    expect(canonicalName(canonical)).toBe(canonical);
  });
});

describe("invalid references", () => {
  const cases = caseLines("ref.invalid.txt").map((line) => {
    const [, text = "", reason = ""] = /^"(.*?)" (.*)$/.exec(line) ?? [];
    return { text, reason };
  });

  it.each(cases)("$text is refused: $reason", ({ text, reason }) => {
    expect(refusal(text)).toMatchObject({ code: "invalid", data: { image: text } });
    expect(refusal(text).message).toContain(reason);
  });

  it("refuses what is too long, and takes what just fits", () => {
    expect(parseImageRef(`app:${"t".repeat(128)}`).tag).toHaveLength(128);
    expect(refusal(`app:${"t".repeat(129)}`).message).toContain("longer than 128");
    expect(parseImageRef(`quay.io/${"a".repeat(255)}`).name).toHaveLength(263);
    expect(refusal(`quay.io/${"a".repeat(256)}`).message).toContain("longer than 255");
  });
});

describe("parts", () => {
  it("splits name, tag and digest", () => {
    expect(parseImageRef(`host:1/a/b:v1@${digest}`)).toEqual({
      name: "host:1/a/b",
      tag: "v1",
      digest,
    });
    expect(parseImageRef("a/b")).toEqual({ name: "a/b" });
  });

  it.each([
    ["nginx", "docker.io", "library/nginx"],
    ["shop/checkout", "docker.io", "shop/checkout"],
    ["index.docker.io/nginx", "docker.io", "library/nginx"],
    ["Registry.Test:5000/a", "registry.test:5000", "a"],
  ])("%s is served by %s as %s", (name, host, path) => {
    expect(registryHost(name)).toBe(host);
    expect(repositoryPath(name)).toBe(path);
  });

  it.each([
    ["nginx", "docker.io/library/nginx", true],
    ["index.docker.io/nginx", "library/nginx", true],
    ["quay.io/a/b", "quay.io/a/b", true],
    ["quay.io/a/b", "QUAY.IO/a/b", true],
    ["quay.io/nginx", "nginx", false],
    ["quay.io/library/nginx", "quay.io/nginx", false],
    ["host:5000/a", "host/a", false],
  ])("%s and %s: same repository %s", (a, b, same) => {
    expect(sameRepository(a, b)).toBe(same);
  });

  it("keeps the written name when the version changes, and drops what is not given", () => {
    const ref = parseImageRef(`nginx:1@${digest}`);
    expect(formatImageRef(withVersion(ref, { tag: "2" }))).toBe("nginx:2");
    expect(formatImageRef(withVersion(ref, { digest }))).toBe(`nginx@${digest}`);
    expect(formatImageRef(withVersion(ref, { tag: "2", digest }))).toBe(`nginx:2@${digest}`);
  });
});

const ExampleCase = z.object({
  id: z.string(),
  kind: z.string(),
  input: z.string(),
  error: z.boolean().optional(),
  quirk: z.string().optional(),
  string: z.string().optional(),
  registry: z.string().optional(),
  repository: z.string().optional(),
  tag: z.string().optional(),
  sha: z.string().optional(),
  withNewTag: z.string().optional(),
});
const examples = exampleCases("image-ref-cases.json", ExampleCase).filter(({ kind }) =>
  ["parse", "parse-full", "release-image-spec", "components"].includes(kind),
);

describe.skipIf(examples.length === 0)("example set", () => {
  it.each(examples.filter(({ error, quirk }) => error === true || quirk?.includes("white space")))(
    "$id: refuses $input",
    ({ input }) => {
      expect(refusal(input).code).toBe("invalid");
    },
  );

  it.each(examples.filter(({ error, quirk }) => error !== true && quirk === undefined))(
    "$id: $input",
    ({ input, string, registry, repository, tag, sha, withNewTag }) => {
      const ref = parseImageRef(input);
      const host = registry === "index.docker.io" ? "docker.io" : registry;
      expect(formatImageRef(ref)).toBe(string ?? input);
      if (host !== undefined) expect(registryHost(ref.name)).toBe(host);
      if (repository !== undefined) expect(repositoryPath(ref.name)).toBe(repository);
      if (tag !== undefined) expect(ref.tag ?? "").toBe(tag);
      if (sha !== undefined) expect(ref.digest ?? "").toBe(sha === "" ? "" : `sha256:${sha}`);
      if (withNewTag !== undefined) {
        expect(formatImageRef(withVersion(ref, { tag: "new" }))).toBe(withNewTag);
      }
    },
  );
});
