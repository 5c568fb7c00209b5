import { describe, expect, it } from "vitest";

import type { WorkloadKey } from "#domain/glossary.ts";
import { deployment, planInput } from "#test/builders/plan-input.ts";
import type { PlanFacts } from "#test/builders/plan-input.ts";

import { calculatePlan } from "./calculate.ts";
import type { PlanScope } from "./plan.ts";

const web: WorkloadKey = "shop:deployment/web";
const api: WorkloadKey = "shop:deployment/api";
const mail: WorkloadKey = "office:deployment/mail";

function labelled(text: string, labels: string): string {
  return text.replace("metadata:\n", `metadata:\n  labels: {${labels}}\n`);
}

const facts: PlanFacts = {
  files: {
    "apps/web.yaml": labelled(
      deployment("web", { web: "r.test/web:1", proxy: "r.test/proxy:1" }),
      "team: shop, tier: web",
    ),
    "apps/api.yaml": labelled(
      deployment("api", { api: "r.test/api:1", proxy: "docker.io/r/proxy:1" }),
      "team: shop, tier: api",
    ),
    "apps/mail.yaml": deployment("mail", { mail: "r.test/mail:1" }).replace("shop", "office"),
  },
  images: {
    "r.test/web": ["1", "2"],
    "r.test/api": ["1", "2"],
    "r.test/mail": ["1", "2"],
    "r.test/proxy": ["1", "2", "3"],
  },
};

function rows(scope: Partial<PlanScope>, more: Partial<PlanFacts> = {}) {
  return calculatePlan(planInput({ ...facts, ...more, scope })).items.map(
    ({ workload, container, outcome, reason }) =>
      `${workload} ${container} ${outcome === "update" ? outcome : reason?.code}`,
  );
}

const apiRows = [`${api} api update`, `${api} proxy repository-unknown`];
const webRows = [`${web} web update`, `${web} proxy update`];

describe("everything, narrowed", () => {
  it.each<{ about: string; scope: Partial<PlanScope>; expected: readonly string[] }>([
    { about: "by nothing", scope: {}, expected: [`${mail} mail update`, ...apiRows, ...webRows] },
    {
      about: "to a namespace",
      scope: { namespaces: ["shop"] },
      expected: [...apiRows, ...webRows],
    },
    { about: "to two", scope: { namespaces: ["shop", "office"] }, expected: rows({}) },
    { about: "to one that is not there", scope: { namespaces: ["none"] }, expected: [] },
    { about: "to a label", scope: { labels: "tier=web" }, expected: webRows },
    {
      about: "to what has no such label",
      scope: { labels: "!team" },
      expected: [`${mail} mail update`],
    },
    { about: "by both", scope: { labels: "team", namespaces: ["office"] }, expected: [] },
    {
      about: "by a name, which is said",
      scope: { exclude: [api] },
      expected: [`${mail} mail update`, `${api} api excluded`, `${api} proxy excluded`, ...webRows],
    },
    { about: "by a name that is not there", scope: { exclude: ["a:b/c"] }, expected: rows({}) },
    {
      about: "to an image, wherever it is used",
      scope: { image: "r.test/proxy:3" },
      expected: [`${web} proxy update`],
    },
    { about: "to an image that nobody uses", scope: { image: "r.test/none:1" }, expected: [] },
  ])("$about", ({ scope, expected }) => {
    expect(rows(scope)).toEqual(expected);
  });
});

describe("what was named is never left out without a word", () => {
  it.each<{ about: string; scope: Partial<PlanScope>; by: string }>([
    { about: "excluded by name", scope: { exclude: [mail] }, by: "name" },
    { about: "of another namespace", scope: { namespaces: ["shop"] }, by: "namespace" },
    { about: "of other labels", scope: { labels: "team=shop" }, by: "labels" },
    { about: "without the image", scope: { image: "r.test/web:2" }, by: "image" },
    {
      about: "excluded by name and namespace",
      scope: { exclude: [mail], namespaces: ["shop"] },
      by: "name",
    },
  ])("$about", ({ scope, by }) => {
    const selection = [{ workload: mail }];
    const { items, diff } = calculatePlan(planInput({ ...facts, selection, scope }));
    expect(items).toMatchObject([
      {
        workload: mail,
        outcome: "skipped",
        reason: { code: "excluded", by },
        from: "r.test/mail:1",
      },
    ]);
    expect(diff).toBe("");
  });

  it("nor a container without the image", () => {
    const selection = [{ workload: web, containers: [{ name: "web" }, { name: "proxy" }] }];
    const scope = { image: "r.test/proxy:2" };
    expect(rows(scope, { selection })).toEqual([`${web} web excluded`, `${web} proxy update`]);
  });

  it("nor a workload that no file defines", () => {
    const selection = [{ workload: "x:deployment/ghost" } as const];
    expect(rows({ exclude: ["x:deployment/ghost"] }, { selection })).toEqual([
      "x:deployment/ghost * excluded",
    ]);
    expect(rows({ image: "r.test/web:2" }, { selection })).toEqual([
      "x:deployment/ghost * excluded",
    ]);
  });
});

describe("an image that is released", () => {
  const filtered = {
    ...facts,
    files: {
      "apps/web.yaml": deployment(
        "web",
        { web: "r.test/web:1" },
        { "filter.fluxcd.io/web": "glob:rel-*" },
      ),
      "apps/two.yaml": deployment("two", { two: "r.test/web:1" }),
    },
  };
  const image = "r.test/web:2";

  it("goes to each in its own way of writing, whatever the source has", () => {
    const files = { "apps/web.yaml": deployment("web", { web: "nginx:1" }) };
    const images = { nginx: ["1", "2"] };
    const scope = { image: "docker.io/library/nginx:1" };
    const [item] = calculatePlan(planInput({ files, images, scope })).items;
    expect(item).toMatchObject({ outcome: "up-to-date", to: "nginx:1" });
    const next = { image: "index.docker.io/library/nginx:2" };
    const [moved] = calculatePlan(planInput({ files, images, scope: next })).items;
    expect(moved).toMatchObject({ outcome: "update", to: "nginx:2" });
  });

  it("is held by a filter that does not allow it, which is named; the others go on", () => {
    const { items } = calculatePlan(planInput({ ...filtered, scope: { image } }));
    expect(items).toMatchObject([
      { workload: "shop:deployment/two", outcome: "update" },
      {
        workload: web,
        outcome: "skipped",
        reason: { code: "tag-not-allowed", policy: "glob:rel-*", tag: "2" },
      },
    ]);
  });

  it("is held by a filter that cannot be read, which says why", () => {
    const note = { "filter.fluxcd.io/web": "regexp:(" };
    const files = { "apps/web.yaml": deployment("web", { web: "r.test/web:1" }, note) };
    const { items } = calculatePlan(planInput({ ...facts, files, scope: { image } }));
    expect(items).toMatchObject([{ reason: { code: "filter-unreadable", filter: "regexp:(" } }]);
  });

  it("goes past filters when that is asked for, flagged", () => {
    const scope = { image, ignoreFilters: true };
    const { items } = calculatePlan(planInput({ ...filtered, scope }));
    expect(items[1]).toMatchObject({ outcome: "update", flags: ["outside-filter", "not-running"] });
  });

  it("that its registry does not have fails, and names it; others are not asked", () => {
    const { items } = calculatePlan(planInput({ ...facts, scope: { image: "r.test/web:9" } }));
    expect(items).toMatchObject([
      { outcome: "failed", reason: { code: "image-missing", image: "r.test/web:9" } },
    ]);
  });

  it.each(["r.test/web", "Not An Image", ""])("is refused as %j", (text) => {
    expect(() => calculatePlan(planInput({ ...facts, scope: { image: text } }))).toThrow(
      expect.objectContaining({ code: "invalid" }),
    );
  });
});
