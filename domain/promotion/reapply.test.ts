import { describe, expect, it } from "vitest";

import type { WorkloadKey } from "#domain/glossary.ts";
import { deployment, indexFiles } from "#test/builders/plan-input.ts";

import { reapplyUpdates } from "./reapply.ts";
import type { Reapplied } from "./reapply.ts";

const workload: WorkloadKey = "shop:deployment/checkout";
const update = { workload, container: "checkout", from: "checkout:1", to: "checkout:2", flags: [] };
const planned = deployment("checkout", { checkout: "checkout:1" });

function reapply(
  files: Readonly<Record<string, string>>,
  updates: Parameters<typeof reapplyUpdates>[0]["updates"] = [update],
): Reapplied {
  const texts = new Map(Object.entries(files));
  return reapplyUpdates({ updates, index: indexFiles(files), texts });
}

describe("reapplyUpdates", () => {
  it.each<{ about: string; files: Readonly<Record<string, string>>; path: string }>([
    { about: "in the untouched file", files: { "apps/a.yaml": planned }, path: "apps/a.yaml" },
    {
      about: "where other lines of the file moved",
      files: { "apps/a.yaml": `# a new\n# comment\n${planned}` },
      path: "apps/a.yaml",
    },
    {
      about: "where another container changed",
      files: {
        "apps/a.yaml": deployment("checkout", { sidecar: "sidecar:9", checkout: "checkout:1" }),
      },
      path: "apps/a.yaml",
    },
    { about: "in another file", files: { "apps/b.yaml": planned }, path: "apps/b.yaml" },
  ])("sets the image $about", ({ files, path }) => {
    const text = files[path] ?? "";
    expect(reapply(files)).toMatchObject({
      kind: "changed",
      files: [
        {
          path,
          before: text,
          after: text.replace("checkout:1", "checkout:2"),
          added: 1,
          removed: 1,
        },
      ],
    });
  });

  it.each<{ about: string; files: Readonly<Record<string, string>>; change: string }>([
    {
      about: "the image was changed, which names both",
      files: { "apps/a.yaml": deployment("checkout", { checkout: "checkout:1.5" }) },
      change:
        "shop:deployment/checkout checkout is checkout:1.5 now (apps/a.yaml:11), not checkout:1.",
    },
    {
      about: "the workload was locked, which names by whom",
      files: {
        "apps/a.yaml": deployment(
          "checkout",
          { checkout: "checkout:1" },
          { "fluxcd.io/locked": "true", "fluxcd.io/locked_user": "ana" },
        ),
      },
      change: "shop:deployment/checkout was locked by ana.",
    },
    {
      about: "the workload is gone",
      files: {},
      change: "shop:deployment/checkout checkout is no longer defined.",
    },
    {
      about: "the container is gone",
      files: { "apps/a.yaml": deployment("checkout", { web: "checkout:1" }) },
      change: "shop:deployment/checkout checkout is no longer defined.",
    },
    {
      about: "it is defined twice now",
      files: { "apps/a.yaml": planned, "apps/b.yaml": planned.replace("checkout:1", "checkout:3") },
      change: "shop:deployment/checkout checkout is no longer defined.",
    },
  ])("is stale when $about", ({ files, change }) => {
    expect(reapply(files)).toEqual({ kind: "stale", changes: [change] });
  });

  it("has nothing to do where every image is set already, locked or not", () => {
    const text = deployment("checkout", { checkout: "checkout:2" }, { "fluxcd.io/locked": "true" });
    expect(reapply({ "apps/a.yaml": text })).toEqual({ kind: "nothing" });
  });

  it("changes only what is left to change", () => {
    const files = {
      "apps/a.yaml": deployment("checkout", { checkout: "checkout:2", sidecar: "sidecar:1" }),
    };
    const sidecar = {
      workload,
      container: "sidecar",
      from: "sidecar:1",
      to: "sidecar:2",
      flags: [],
    };
    const result = reapply(files, [update, sidecar]);
    expect(result).toMatchObject({ kind: "changed", files: [{ added: 1, removed: 1 }] });
  });

  it("is stale as a whole when one of many is, and names every one that is", () => {
    const files = {
      "apps/a.yaml": deployment("checkout", { checkout: "checkout:1", sidecar: "sidecar:9" }),
    };
    const others = ["sidecar", "gone"].map((container) => {
      return { workload, container, from: `${container}:1`, to: `${container}:2`, flags: [] };
    });
    const result = reapply(files, [update, ...others]);
    expect(result.kind === "stale" && result.changes).toHaveLength(2);
  });
});
