import { describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";

import { parseImageRewrite, rewriteImageName } from "./rewrite.ts";

const rewrites = [
  ["registry.dev.test", "registry.prod.test"],
  ["registry.dev.test/team", "eu.registry.test/teams/one"],
  ["registry.dev.test/team/legacy", "docker.io/acme"],
  ["docker.io", "mirror.test:5000/hub"],
  ["docker.io/acme", "registry.prod.test/acme"],
  ["weaveworks/scope", "quay.io/weaveworks/scope-fork"],
  ["Registry.Stage.test:443/x", "registry.prod.test"],
].map(([from = "", to = ""]) => parseImageRewrite({ from, to }));

describe("an image's name in the other cluster", () => {
  it.each([
    ["registry.dev.test/shop", "registry.prod.test/shop"],
    ["registry.dev.test/shop/checkout", "registry.prod.test/shop/checkout"],
    ["REGISTRY.dev.test/shop", "registry.prod.test/shop"],
    ["registry.dev.test/team/app", "eu.registry.test/teams/one/app"],
    ["registry.dev.test/team", "eu.registry.test/teams/one"],
    ["registry.dev.test/teamwork/app", "registry.prod.test/teamwork/app"],
    ["registry.dev.test/team/legacy/app", "docker.io/acme/app"],
    ["registry.dev.test/team/legacy", "docker.io/library/acme"],
    ["registry.dev.test/team/legacy-app", "eu.registry.test/teams/one/legacy-app"],
    ["nginx", "mirror.test:5000/hub/library/nginx"],
    ["index.docker.io/nginx", "mirror.test:5000/hub/library/nginx"],
    ["acme/checkout", "registry.prod.test/acme/checkout"],
    ["docker.io/acme/checkout", "registry.prod.test/acme/checkout"],
    ["acme", "mirror.test:5000/hub/library/acme"],
    ["weaveworks/scope", "quay.io/weaveworks/scope-fork"],
    ["weaveworks/scope-ui", "mirror.test:5000/hub/weaveworks/scope-ui"],
    ["registry.stage.test:443/x/app", "registry.prod.test/app"],
  ])("%s is %s", (name, expected) => {
    expect(rewriteImageName(name, rewrites)).toBe(expected);
    expect(rewriteImageName(name, rewrites.toReversed())).toBe(expected);
  });

  it.each(["registry.dev.test:5000/shop", "registry.stage.test/x/app", "dev.test/shop"])(
    "%s is left to its own name",
    (name) => {
      expect(rewriteImageName(name, rewrites)).toBeUndefined();
    },
  );

  it("is the first of two equal prefixes, and none without rewrites", () => {
    const twice = [
      { from: "quay.io/a", to: "one.test" },
      { from: "quay.io/a", to: "two.test" },
    ];
    expect(rewriteImageName("quay.io/a/b", twice)).toBe("one.test/b");
    expect(rewriteImageName("quay.io/a/b", [])).toBeUndefined();
  });
});

describe("a rewrite has one written form", () => {
  it.each([
    ["registry.dev.test", "registry.dev.test"],
    ["Registry.Dev.test:5000", "registry.dev.test:5000"],
    ["localhost", "localhost"],
    ["[::1]:5000/x", "[::1]:5000/x"],
    ["index.docker.io", "docker.io"],
    ["index.docker.io/acme", "docker.io/acme"],
    ["acme/team", "docker.io/acme/team"],
    ["docker.io/acme", "docker.io/acme"],
  ])("%s is %s", (written, expected) => {
    const rewrite = parseImageRewrite({ from: written, to: written });
    expect(rewrite).toEqual({ from: expected, to: expected });
    expect(parseImageRewrite(rewrite)).toEqual(rewrite);
  });
});

describe("a rewrite that cannot be read is refused with its side and the reason", () => {
  it.each([
    ["", "it is empty"],
    ["registry.test/", "ends with a slash"],
    ["registry.test/team/", "ends with a slash"],
    ["acme", "could be a registry or a part of Docker Hub"],
    ["registry.test/app:1.2", "has a tag"],
    [`registry.test/app@sha256:${"a".repeat(64)}`, "has a digest"],
    ["https://registry.test", "leave the scheme out"],
    ["registry.test/Team", 'upper case; write "team"'],
    ["registry.test//team", "empty part"],
    ["registry.test:port", 'its port "port" is not a number'],
    ["-registry.test/a", "not a registry host"],
    ["registry .test", "white space"],
    ["registry.test/a___b", "not a repository part"],
  ])("%s: %s", (text, reason) => {
    expect(() => parseImageRewrite({ from: text, to: "a.test" })).toThrow(DomainError);
    expect(() => parseImageRewrite({ from: text, to: "a.test" })).toThrow('the "from" of');
    expect(() => parseImageRewrite({ from: "a.test", to: text })).toThrow(reason);
    expect(() => parseImageRewrite({ from: "a.test", to: text })).toThrow('the "to" of');
  });
});
