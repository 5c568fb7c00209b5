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
    ["numerical:asc:^\\d+$", "numerical:asc:^\\d+$"],
    ["numerical:asc:$ts:^main-(?P<ts>\\d+)$", "numerical:asc:$ts:^main-(?P<ts>\\d+)$"],
    ["alphabetical:desc:$1-${2}:^(a)(?:b:c)(d)", "alphabetical:desc:$1-${2}:^(a)(?:b:c)(d)"],
    ["alphabetical:asc:(?:x)", "alphabetical:asc:(?:x)"],
    ["semver:1 - 2", "semver:1 - 2"],
    ["semver:*-0", "semver:*-0"],
    ["semver:*:^v", "semver:*:^v"],
    ["semver:>=1.0 <2:$v:^main-(?P<v>.*)$", "semver:>=1.0 <2:$v:^main-(?P<v>.*)$"],
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
    ["numerical:ascending", '"asc" or "desc"'],
    ["numerical:asc:", "its pattern is empty"],
    ["numerical:asc:$ts:", "its pattern is empty"],
    ["numerical:asc:(", "missing closing"],
    ["numerical:asc:$ts:^(?P<time>\\d+)$", 'no group "ts"'],
    ["numerical:asc:$2:^(\\d+)$", 'no group "2"'],
    ["alphabetical:asc:$$:^(\\d+)$", "names no group"],
    ["alphabetical:asc:$x:^(?!a)", "invalid or unsupported Perl syntax"],
    ["semver:1.2.3.4", "is not a range"],
    ["semver:>=1 garbage", "is not a range"],
    ["semver:1 ||", "is not a range"],
    ["semver::^v", "is not a range"],
    ["semver:*:", "its pattern is empty"],
    ["semver:*:$w:^v(?P<v>.*)", 'no group "w"'],
    ["regexp:(a+)+(?=b)", "invalid or unsupported Perl syntax"],
    ["regexp:\\1", "invalid escape"],
  ])("%s: %s", (text, flaw) => {
    expect(() => parseTagPolicy(text)).toThrow(DomainError);
    expect(() => parseTagPolicy(text)).toThrow(flaw);
  });
});
