import { describe, expect, it } from "vitest";

import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import { knowledge } from "#test/builders/plan-input.ts";
import { pod, podContainer, workload } from "#test/observed-workload.ts";

import { buildRow } from "./build.ts";
import type { CellInput } from "./build.ts";
import type { MatrixCell } from "./model.ts";

const repository = "registry.acme.test/shop/checkout";
const images = knowledge({ [repository]: ["1.0.0", "1.1.0", "1.2.0"] });
const key = "shop:deployment/checkout";

function observed(tag: string, changes: Partial<ObservedWorkload> = {}): ObservedWorkload {
  const containers = [{ name: "checkout", init: false, image: `${repository}:${tag}` }];
  return workload({ containers, ...changes });
}

function manifest(tag: string, changes: Partial<NonNullable<CellInput["manifest"]>> = {}) {
  const containers = [{ name: "checkout", image: `${repository}:${tag}` }];
  return { containers, locked: false, filters: {}, ...changes };
}

function cellOf(input: CellInput, known = images): MatrixCell | null | undefined {
  return buildRow({ key, cells: [input], images: known }).cells[0];
}

describe("buildRow", () => {
  it("names the workload and keeps the columns' order", () => {
    const cells = [
      { observed: observed("1.2.0"), manifest: null },
      { observed: null, manifest: manifest("1.0.0") },
      { observed: observed("1.0.0"), manifest: null },
    ];
    const row = buildRow({ key, cells, images });
    expect(row).toMatchObject({ key, namespace: "shop", kind: "deployment", name: "checkout" });
    expect(row.cells.map((cell) => cell?.containers[0]?.distance ?? null)).toEqual([
      { kind: "latest" },
      null,
      { kind: "behind", by: 2 },
    ]);
  });

  it("takes what is newest from the first cluster that knows", () => {
    const filters = { checkout: "semver:~1.1" };
    const cells = [
      { observed: observed("1.1.0"), manifest: manifest("1.1.0", { filters }) },
      { observed: observed("1.0.0"), manifest: null },
    ];
    expect(buildRow({ key, cells, images }).latest).toEqual([
      { container: "checkout", tag: "1.1.0", createdAt: "2026-01-02T00:00:00.000Z" },
    ]);
    expect(buildRow({ key, cells, images: new Map() }).latest).toEqual([]);
  });

  it.each([
    { tag: "1.2.0", filter: undefined, distance: { kind: "latest" } },
    { tag: "1.1.0", filter: undefined, distance: { kind: "behind", by: 1 } },
    { tag: "1.0.0", filter: undefined, distance: { kind: "behind", by: 2 } },
    { tag: "1.2.0", filter: "semver:~1.1", distance: { kind: "different" } },
    { tag: "1.1.0", filter: "semver:~1.1", distance: { kind: "latest" } },
    { tag: "branch-x", filter: undefined, distance: { kind: "different" } },
    { tag: "1.0.0", filter: "glob:nothing-*", distance: { kind: "different" } },
    { tag: "1.0.0", filter: "regexp:(", distance: { kind: "unknown" } },
  ])("of $tag under $filter is $distance.kind", ({ tag, filter, distance }) => {
    const filters = filter === undefined ? {} : { checkout: filter };
    const cell = cellOf({ observed: observed(tag), manifest: manifest(tag, { filters }) });
    expect(cell?.containers[0]?.distance).toEqual(distance);
  });

  it.each([
    { about: "a registry that was never read", image: `${repository}:1.0.0`, known: new Map() },
    { about: "what is no image", image: "Not/An:Image", known: images },
  ])("does not know how far $about is", ({ image, known }) => {
    const containers = [{ name: "checkout", init: false, image }];
    const cell = cellOf({ observed: workload({ containers }), manifest: null }, known);
    expect(cell?.containers[0]?.distance).toEqual({ kind: "unknown" });
  });

  it("calls an image without a tag different", () => {
    const containers = [{ name: "checkout", init: false, image: repository }];
    const cell = cellOf({ observed: workload({ containers }), manifest: null });
    expect(cell?.containers[0]?.distance).toEqual({ kind: "different" });
  });

  it.each<{ about: string; input: CellInput; cell: Partial<MatrixCell> }>([
    {
      about: "as git says",
      input: { observed: observed("1.0.0"), manifest: manifest("1.0.0") },
      cell: { drift: false, locked: false, inConfig: true, state: "ok", message: "" },
    },
    {
      about: "other than git says",
      input: { observed: observed("1.0.0"), manifest: manifest("1.1.0") },
      cell: { drift: true },
    },
    {
      about: "under another way of writing the same name",
      input: {
        observed: workload({ containers: [{ name: "web", init: false, image: "nginx:1" }] }),
        manifest: manifest("", {
          containers: [{ name: "web", image: "docker.io/library/nginx:1" }],
        }),
      },
      cell: { drift: false },
    },
    {
      about: "with a container that an admission hook added",
      input: {
        observed: observed("1.0.0", {
          containers: [
            { name: "checkout", init: false, image: `${repository}:1.0.0` },
            { name: "proxy", init: false, image: "proxy:1" },
          ],
        }),
        manifest: manifest("1.0.0"),
      },
      cell: { drift: false },
    },
    {
      about: "without being in the config repository",
      input: { observed: observed("1.0.0"), manifest: null },
      cell: { drift: false, inConfig: false, locked: false },
    },
    {
      about: "locked",
      input: { observed: observed("1.0.0"), manifest: manifest("1.0.0", { locked: true }) },
      cell: { locked: true },
    },
    {
      about: "while it rolls out",
      input: {
        observed: observed("1.0.0", {
          replicas: { desired: 3, total: 3, updated: 1, ready: 2, available: 2 },
        }),
        manifest: null,
      },
      cell: { state: "rolling", ready: 2, desired: 3, message: expect.stringMatching(/./) },
    },
    {
      about: "while it fails",
      input: {
        observed: observed("1.0.0", {
          replicas: { desired: 1, total: 1, updated: 1, ready: 0, available: 0 },
          pods: [
            pod({
              ready: false,
              containers: [
                podContainer({ ready: false, state: "waiting", reason: "CrashLoopBackOff" }),
              ],
            }),
          ],
        }),
        manifest: null,
      },
      cell: { state: "failing", ready: 0, message: expect.stringMatching(/./) },
    },
  ])("shows a workload that runs $about", ({ input, cell }) => {
    expect(cellOf(input)).toMatchObject(cell);
  });
});
