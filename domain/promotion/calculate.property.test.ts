import { describe, expect, it } from "vitest";

import type { WorkloadKey } from "#domain/glossary.ts";
import { deployment, planInput, runningImages } from "#test/builders/plan-input.ts";
import type { PlanFacts } from "#test/builders/plan-input.ts";
import { pick, seededRandom } from "#test/builders/random.ts";

import { calculatePlan } from "./calculate.ts";
import { changedFiles } from "./changes.ts";
import type { Selection } from "./plan.ts";
import { reapplyUpdates } from "./reapply.ts";

const tags = ["1.0.0", "1.1.0", "1.2.0", "2.0.0"];

function world(seed: number): PlanFacts {
  const next = seededRandom(seed);
  const overlaid: string[] = [];
  const names = ["api", "cart", "checkout", "mail", "web"].filter(() => next() < 0.8);
  const files: Record<string, string> = {};
  const stage: Record<WorkloadKey, Record<string, string>> = {};
  for (const name of names) {
    const containers = next() < 0.3 ? [name, "sidecar"] : [name];
    const images = containers.map((container) => [
      container,
      `r.test/${container}:${pick(next, tags)}`,
    ]);
    const locked = next() < 0.2 ? { "fluxcd.io/locked": "true" } : {};
    if (next() < 0.3) overlaid.push(name);
    files[`apps/${name}.yaml`] = deployment(name, Object.fromEntries(images), locked);
    if (next() < 0.8) {
      stage[`shop:deployment/${name}`] = { [name]: `r.test/${name}:${pick(next, tags)}` };
    }
  }
  if (overlaid.length > 0) {
    const entries = overlaid.map(
      (name) => `  - {name: r.test/${name}, newTag: ${pick(next, tags)}}\n`,
    );
    const resources = Object.keys(files).map((path) => `  - ${path.replace("apps/", "")}\n`);
    files["apps/kustomization.yaml"] =
      `resources:\n${resources.join("")}images:\n${entries.join("")}`;
  }
  const source = pick<NonNullable<PlanFacts["source"]>>(next, [
    { kind: "image-repo" },
    { kind: "cluster", name: "stage", running: runningImages(stage) },
    { kind: "release", number: 1, before: runningImages(stage) },
  ]);
  const images = Object.fromEntries(names.map((name) => [`r.test/${name}`, tags]));
  return { files, source, images };
}

/** The same world asked more of: scopes, preconditions, lifted locks, mapped names. */
function demandingWorld(seed: number): PlanFacts {
  const next = seededRandom(seed);
  const facts = world(seed);
  const selection = allOf(facts)
    .filter(() => next() < 0.8)
    .map(({ workload }): Selection => {
      const name = workload.replace(/.*\//, "");
      const containers = [
        {
          name,
          ...(next() < 0.4 && { tag: pick(next, [...tags, "9.9.9"]) }),
          ...(next() < 0.3 && { current: `r.test/${name}:${pick(next, tags)}` }),
        },
        ...(next() < 0.3 ? [{ name: "sidecar" }] : []),
      ];
      return { workload, liftLock: next() < 0.3, ...(next() < 0.7 && { containers }) };
    });
  const scope: PlanFacts["scope"] = {
    skipMismatches: next() < 0.5,
    ignoreFilters: next() < 0.5,
    ...(next() < 0.2 && { namespaces: ["shop"] }),
    ...(next() < 0.2 && { labels: "!team" }),
    ...(next() < 0.3 && { exclude: ["shop:deployment/web"] }),
    ...(next() < 0.2 && { image: `r.test/${pick(next, ["api", "cart"])}:1.2.0` }),
  };
  const running = Object.fromEntries(
    allOf(facts).map(({ workload }) => [workload, { sidecar: "r.test/sidecar:1.0.0" }]),
  );
  const mapping = {
    workloads: next() < 0.3 ? [{ from: "shop:deployment/*", to: "shop:deployment/*" }] : [],
    images: next() < 0.3 ? [{ from: "r.test", to: "r.test" }] : [],
  };
  return { ...facts, running, mapping, scope, ...(next() < 0.8 && { selection }) };
}

function allOf({ files }: PlanFacts): readonly Selection[] {
  return Object.keys(files)
    .filter((path) => !path.endsWith("kustomization.yaml"))
    .map((path) => ({ workload: `shop:deployment/${path.slice(5, -5)}` }));
}

function shuffled<T>(next: () => number, list: readonly T[]): readonly T[] {
  return list
    .map((one) => ({ one, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

function shuffledEntries<T>(next: () => number, record: Readonly<Record<string, T>>) {
  return Object.fromEntries(shuffled(next, Object.entries(record)));
}

const worlds = Array.from({ length: 120 }, (_, seed) => ({
  seed,
  facts: seed % 2 === 0 ? world(seed) : demandingWorld(seed),
}));

describe("calculatePlan", () => {
  it.each(worlds)("gives the same plan again (world $seed)", ({ facts }) => {
    expect(calculatePlan(planInput(facts))).toEqual(calculatePlan(planInput(facts)));
  });

  it.each(worlds)("leaves nothing to do once it is carried out (world $seed)", ({ facts }) => {
    const input = planInput(facts);
    const plan = calculatePlan(input);
    const changes = changedFiles(plan.edits, input.texts);
    const after = Object.fromEntries(changes.map(({ path, after: text }) => [path, text]));
    const again = calculatePlan(planInput({ ...facts, files: { ...facts.files, ...after } }));
    expect(again.items.filter(({ outcome }) => outcome === "update")).toEqual([]);
    expect(again.diff).toBe("");
    expect(again.items).toHaveLength(plan.items.length);
  });

  it.each(worlds)("shows what a release of it commits (world $seed)", ({ facts }) => {
    const input = planInput(facts);
    const { items, diff } = calculatePlan(input);
    const updates = items.filter(({ outcome }) => outcome === "update");
    const result = reapplyUpdates({ updates, index: input.index, texts: input.texts });
    const committed = result.kind === "changed" ? result.files : [];
    expect(result.kind).not.toBe("stale");
    expect(committed.map((file) => file.diff).join("")).toBe(diff);
  });

  it.each(worlds)("does not mind the order of the selection (world $seed)", ({ facts }) => {
    const everything = calculatePlan(planInput(facts));
    const workloads = [...new Set(everything.items.map(({ workload }) => workload))];
    const selection = facts.selection ?? workloads.map((workload): Selection => ({ workload }));
    const forth = calculatePlan(planInput({ ...facts, selection }));
    const reversed = selection.toReversed().map(({ containers, ...rest }): Selection => {
      return { ...rest, ...(containers && { containers: containers.toReversed() }) };
    });
    const back = calculatePlan(planInput({ ...facts, selection: reversed }));
    expect(back).toEqual(forth);
    expect(forth.diff).toBe(everything.diff);
  });

  it.each(worlds)("does not mind the order of files, tags and what runs (world $seed)", (one) => {
    const { facts, seed } = one;
    const next = seededRandom(seed + 1000);
    const mixed: PlanFacts = {
      ...facts,
      files: shuffledEntries(next, facts.files),
      images: shuffledEntries(next, facts.images ?? {}),
      running: shuffledEntries(next, facts.running ?? {}),
    };
    const input = planInput(facts);
    const images = new Map(
      shuffled(next, [...input.images]).map(([name, known]) => [
        name,
        { ...known, tags: shuffled(next, known.tags) },
      ]),
    );
    expect(calculatePlan({ ...planInput(mixed), images })).toEqual(calculatePlan(input));
  });

  it.each(worlds)("has an item for everything that was asked for (world $seed)", ({ facts }) => {
    const selection = facts.selection ?? allOf(facts);
    const { items } = calculatePlan(planInput({ ...facts, selection }));
    for (const { workload, containers } of selection) {
      const own = items.filter((item) => item.workload === workload);
      expect(own.length, workload).toBeGreaterThan(0);
      const names = own.map(({ container }) => container);
      expect(names).toEqual(expect.arrayContaining((containers ?? []).map(({ name }) => name)));
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it.each(worlds)("never edits what it does not update (world $seed)", ({ facts }) => {
    const { items, edits } = calculatePlan(planInput(facts));
    const name = (one: { readonly workload: string; readonly container: string }) =>
      `${one.workload} ${one.container}`;
    const updated = items.filter(({ outcome }) => outcome === "update").map(name);
    expect(new Set(edits.map(name))).toEqual(new Set(updated));
  });

  it.each(worlds)("gives every item that is not updated a reason (world $seed)", ({ facts }) => {
    for (const { outcome, reason } of calculatePlan(planInput(facts)).items) {
      expect(reason === null).toBe(outcome === "update");
    }
  });
});
