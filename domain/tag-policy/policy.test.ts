import { describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";

import { formatTagPolicy, parseTagPolicy } from "./policy.ts";

describe("a filter reads and prints", () => {
  it.each([
    ["*", "glob:*"],
    ["glob:*", "glob:*"],
    ["", "glob:"],
    ["master-*", "glob:master-*"],
    ["latest", "glob:latest"],
    ["GLOB:*", "glob:GLOB:*"],
    ["semver:~1", "semver:~1"],
    ["semver:*", "semver:*"],
    ["semver: >= 1.0.0-rc.0, <1.0.1", "semver: >= 1.0.0-rc.0, <1.0.1"],
    ["semver:<2.0.0 || >=3", "semver:<2.0.0 || >=3"],
    ["regexp:^v[0-9]+$", "regexp:^v[0-9]+$"],
    ["regex:^\\w{7}(?:\\w)?$", "regexp:^\\w{7}(?:\\w)?$"],
    ["alphabetical:asc", "alphabetical:asc"],
    ["alphabetical:desc", "alphabetical:desc"],
    ["numerical:asc", "numerical:asc"],
    ["numerical:desc", "numerical:desc"],
  ])("%s as %s", (text, written) => {
    const policy = parseTagPolicy(text);
    expect(formatTagPolicy(policy)).toBe(written);
    expect(parseTagPolicy(written)).toEqual(policy);
  });
});

describe("a filter that cannot be read is refused, never taken for everything", () => {
  it.each([
    ["semver:", "is not a range"],
    ["semver:invalid", '"invalid" is not a range'],
    ["regexp:*", "missing argument"],
    ["regexp:^(?!master)", "invalid or unsupported Perl syntax"],
    ["regex:(", "missing closing"],
    ["alphabetical:", '"asc" or "desc"'],
    ["numerical:up", '"asc" or "desc"'],
  ])("%s: %s", (text, flaw) => {
    expect(() => parseTagPolicy(text)).toThrow(DomainError);
    expect(() => parseTagPolicy(text)).toThrow(flaw);
  });
});
