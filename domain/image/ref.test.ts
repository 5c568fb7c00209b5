import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";

import {
  canonicalImageRef,
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
    const whole = canonicalImageRef(ref);
    expect(canonicalImageRef(parseImageRef(whole))).toBe(whole);
    expect(parseImageRef(whole)).toEqual({ ...ref, name: canonical });
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
    expect(parseImageRef(`a/${"a".repeat(253)}`).name).toHaveLength(255);
    expect(parseImageRef("a".repeat(247)).name).toHaveLength(247);
    expect(refusal("a".repeat(248)).message).toContain("longer than 255");
  });

  it.each([
    ["bad host.test/app", "repository"],
    ["-host.test/app:1", "registry"],
    ["https://host.test/app", "registry"],
    ["host.test/App:1", "repository"],
    ["host.test/app:", "tag"],
    ["host.test/app:a b", "tag"],
    ["app:1@sha256:1", "digest"],
    ["app@", "digest"],
  ])("%s: its %s is wrong", (text, part) => {
    expect(refusal(text).data).toEqual({ image: text, part });
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
