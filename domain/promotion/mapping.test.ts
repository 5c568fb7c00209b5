import { describe, expect, it } from "vitest";

import type { WorkloadKey } from "#domain/glossary.ts";

import { mapWorkload, parseClusterMapping, sameNames, workloadsByTarget } from "./mapping.ts";
import type { WorkloadMapping } from "./mapping.ts";

function mapping(...rules: readonly (readonly [string, string])[]) {
  const workloads = rules.map(([from, to]): WorkloadMapping => ({ from, to }));
  return parseClusterMapping({ workloads, images: [] });
}

describe("a source's workload is called in the target", () => {
  it.each<{ rules: readonly (readonly [string, string])[]; key: WorkloadKey; target: string }>([
    { rules: [], key: "shop:deployment/web", target: "shop:deployment/web" },
    {
      rules: [["shop-dev:deployment/web", "shop:deployment/web"]],
      key: "shop-dev:deployment/web",
      target: "shop:deployment/web",
    },
    {
      rules: [["shop-dev:*/*", "shop:*/*"]],
      key: "shop-dev:statefulset/db",
      target: "shop:statefulset/db",
    },
    {
      rules: [["*-dev:*/*", "*-prod:*/*"]],
      key: "team-a-dev:deployment/web",
      target: "team-a-prod:deployment/web",
    },
    {
      rules: [["shop:deployment/*-canary", "shop:rollout/*"]],
      key: "shop:deployment/web-canary",
      target: "shop:rollout/web",
    },
    {
      rules: [["shop:deployment/dev-*-blue", "shop:deployment/*"]],
      key: "shop:deployment/dev-web-api-blue",
      target: "shop:deployment/web-api",
    },
    {
      rules: [["*:deployment/*", "all:deployment/*"]],
      key: "shop:deployment/web",
      target: "all:deployment/web",
    },
    {
      rules: [["shop:Deployment/web", "shop:Rollout/web"]],
      key: "shop:deployment/web",
      target: "shop:rollout/web",
    },
    {
      rules: [
        ["shop:deployment/web", "first:deployment/web"],
        ["shop:deployment/*", "second:deployment/*"],
      ],
      key: "shop:deployment/web",
      target: "first:deployment/web",
    },
    {
      rules: [
        ["shop:deployment/web", "first:deployment/web"],
        ["shop:deployment/*", "second:deployment/*"],
      ],
      key: "shop:deployment/api",
      target: "second:deployment/api",
    },
    {
      rules: [["shop:deployment/ab*ba", "shop:deployment/*"]],
      key: "shop:deployment/aba",
      target: "shop:deployment/aba",
    },
    {
      rules: [["shop:deployment/*", "prod:deployment/one"]],
      key: "shop:deployment/many",
      target: "prod:deployment/one",
    },
    {
      rules: [["a:deployment/*", "b:deployment/x-*-y"]],
      key: "a:deployment/$&",
      target: "b:deployment/x-$&-y",
    },
    {
      rules: [["other:*/*", "shop:*/*"]],
      key: "shop:deployment/web",
      target: "shop:deployment/web",
    },
  ])("$key by $rules: $target", ({ rules, key, target }) => {
    expect(mapWorkload(key, mapping(...rules))).toBe(target);
  });

  it("the same where nothing is mapped", () => {
    expect(mapWorkload("a:b/c", sameNames)).toBe("a:b/c");
  });
});

describe("the target's workload is looked up by", () => {
  const sources: readonly WorkloadKey[] = [
    "shop:deployment/web",
    "shop-dev:deployment/web",
    "shop-dev:deployment/api",
  ];

  it("the name that the mapping gives the source's", () => {
    const found = workloadsByTarget(sources.slice(1), mapping(["shop-dev:*/*", "shop:*/*"]));
    expect(Object.fromEntries(found)).toEqual({
      "shop:deployment/api": ["shop-dev:deployment/api"],
      "shop:deployment/web": ["shop-dev:deployment/web"],
    });
  });

  it("all names that lead to it, whatever their order", () => {
    const rules = mapping(["shop-dev:*/*", "shop:*/*"]);
    const both = ["shop-dev:deployment/web", "shop:deployment/web"];
    expect(workloadsByTarget(sources, rules).get("shop:deployment/web")).toEqual(both);
    expect(workloadsByTarget(sources.toReversed(), rules).get("shop:deployment/web")).toEqual(both);
  });
});

describe("a mapping that cannot be meant is refused:", () => {
  it.each([
    { from: "web", to: "a:b/c", side: "from", flaw: "namespace:kind/name" },
    { from: "a:b/c", to: "a:b", side: "to", flaw: "namespace:kind/name" },
    { from: "", to: "a:b/c", side: "from", flaw: "namespace:kind/name" },
    { from: "a:b/*-*", to: "a:b/c", side: "from", flaw: 'its name has more than one "*"' },
    { from: "a*b*:b/c", to: "a:b/c", side: "from", flaw: 'its namespace has more than one "*"' },
    { from: "a:b/c", to: "a:b/*", side: "to", flaw: 'its name has a "*"' },
    { from: "*:b/c", to: "*:*/c", side: "to", flaw: 'its kind has a "*"' },
    { from: "a b:c/d", to: "a:c/d", side: "from", flaw: 'its namespace "a b" has characters' },
    { from: "a:b/c", to: "a:b/c?", side: "to", flaw: 'its name "c?" has characters' },
  ])("$from → $to", ({ from, to, side, flaw }) => {
    const parse = () => parseClusterMapping({ workloads: [{ from, to }], images: [] });
    expect(parse).toThrow(flaw);
    expect(parse).toThrow(
      expect.objectContaining({
        code: "invalid",
        data: expect.objectContaining({ pointer: `/workloads/0/${side}` }),
      }),
    );
  });

  it("an image rewrite, with the place of the rule", () => {
    const good = { from: "registry.dev.test", to: "registry.prod.test" };
    const parse = () => parseClusterMapping({ workloads: [], images: [good, { ...good, to: "" }] });
    expect(parse).toThrow(
      expect.objectContaining({
        code: "invalid",
        data: expect.objectContaining({ pointer: "/images/1/to" }),
      }),
    );
  });
});

describe("a mapping is kept in one form", () => {
  it("kinds in lower case, image prefixes canonical", () => {
    const written = {
      workloads: [{ from: "a:Deployment/*", to: "b:StatefulSet/*" }],
      images: [{ from: "index.docker.io", to: "Registry.Acme.Test/hub" }],
    };
    const parsed = parseClusterMapping(written);
    expect(parsed).toEqual({
      workloads: [{ from: "a:deployment/*", to: "b:statefulset/*" }],
      images: [{ from: "docker.io", to: "registry.acme.test/hub" }],
    });
    expect(parseClusterMapping(parsed)).toEqual(parsed);
  });
});
