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

const worlds = Array.from({ length: 60 }, (_, seed) => ({ seed, facts: world(seed) }));

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
    const selection = workloads.map((workload): Selection => ({ workload }));
    const forth = calculatePlan(planInput({ ...facts, selection }));
    const back = calculatePlan(planInput({ ...facts, selection: selection.toReversed() }));
    expect(back).toEqual(forth);
    expect(forth.diff).toBe(everything.diff);
  });

  it.each(worlds)("gives every item that is not updated a reason (world $seed)", ({ facts }) => {
    for (const { outcome, reason } of calculatePlan(planInput(facts)).items) {
      expect(reason === null).toBe(outcome === "update");
    }
  });
});
