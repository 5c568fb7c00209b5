import { describe, expect, it } from "vitest";

import { parseManifestFile } from "#domain/manifest/file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";

import { calculatePlan } from "./calculate.ts";
import { sameNames } from "./mapping.ts";
import type { PlanInput } from "./plan-input.ts";
import { wholeScope } from "./plan.ts";

const kustomization = `resources: [web.yaml, worker.yaml]
images:
  - name: registry.acme.test/shop/app
    newTag: 1.0.0
`;

function deployment(name: string, annotations = ""): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop${annotations}
spec:
  template:
    spec:
      containers:
        - name: ${name}
          image: registry.acme.test/shop/app
`;
}

function input(worker: string): PlanInput {
  const texts = new Map([
    ["kustomization.yaml", kustomization],
    ["web.yaml", deployment("web")],
    ["worker.yaml", worker],
  ]);
  const files = new Map([...texts].map(([path, text]) => [path, parseManifestFile(path, text)]));
  const tags = ["1.0.0", "1.1.0"].map((tag) => ({ tag }));
  return {
    target: { name: "dev", path: "", running: new Map() },
    source: { kind: "image-repo" },
    mapping: sameNames,
    index: indexManifests({ files, root: "" }),
    texts,
    images: new Map([["registry.acme.test/shop/app", { tags, scanned: true, error: null }]]),
    sharedFiles: new Map(),
    selection: [{ workload: "shop:deployment/web" }],
    scope: wholeScope,
    subject: null,
  };
}

describe("containers that one entry writes", () => {
  it("change along with the selected one, and the plan says so", () => {
    const plan = calculatePlan(input(deployment("worker")));
    expect(plan.items.map(({ workload, outcome, to }) => [workload, outcome, to])).toEqual([
      ["shop:deployment/web", "update", "registry.acme.test/shop/app:1.1.0"],
      ["shop:deployment/worker", "update", "registry.acme.test/shop/app:1.1.0"],
    ]);
    expect(plan.items[1]?.flags).toContain("together");
    expect(plan.diff).toContain("+    newTag: 1.1.0");
  });

  it("hold the selected one back where one of them is locked", () => {
    const locked = '\n  annotations:\n    fluxcd.io/locked: "true"';
    const plan = calculatePlan(input(deployment("worker", locked)));
    expect(plan.items).toHaveLength(1);
    expect(plan.items[0]).toMatchObject({ outcome: "skipped", reason: { code: "edit-refused" } });
    expect(plan.diff).toBe("");
  });

  it("are left alone where the selected one does not change", () => {
    const plan = calculatePlan({ ...input(deployment("worker")), images: new Map() });
    expect(plan.items).toHaveLength(1);
  });
});
