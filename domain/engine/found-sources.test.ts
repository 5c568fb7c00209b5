import { describe, expect, it } from "vitest";

import type { ObservedEngine, ObservedWorkload } from "#domain/rollout/observed.ts";
import { application, kustomization } from "#test/builders/engine.ts";
import { running } from "#test/builders/shop.ts";

import { engineGroups } from "./engine-groups.ts";
import { foundSources } from "./found-sources.ts";
import { sourceSentence } from "./source-sentence.ts";

let made = 0;

function deployedBy(engine: ObservedEngine | null, count = 1): readonly ObservedWorkload[] {
  return Array.from({ length: count }, () => running(`w${(made += 1)}`, "1.0.0", { engine }));
}

function folders(workloads: readonly ObservedWorkload[]): readonly (readonly [string, number])[] {
  return foundSources(workloads).map((source) => [source.path, source.workloads]);
}

describe("the engines of a cluster", () => {
  it("are grouped, counted, and told with most workloads first", () => {
    const workloads = [
      ...deployedBy(kustomization("infra")),
      ...deployedBy(null),
      ...deployedBy(kustomization("apps"), 3),
      ...deployedBy(kustomization("apps", { namespace: "teams" })),
    ];
    const groups = engineGroups(workloads).map(({ engine, workloads: keys }) => [
      engine.namespace,
      engine.name,
      keys.length,
    ]);
    expect(groups).toEqual([
      ["flux-system", "apps", 3],
      ["flux-system", "infra", 1],
      ["teams", "apps", 1],
    ]);
  });

  it("name their workloads in order", () => {
    const engine = kustomization("apps");
    const workloads = ["b", "a"].map((name) => running(name, "1", { engine }));
    expect(engineGroups(workloads)[0]?.workloads).toEqual([
      "shop:deployment/a",
      "shop:deployment/b",
    ]);
  });
});

describe("the sources that are found", () => {
  it("are none where no engine deploys anything, or none says from where", () => {
    expect(foundSources([])).toEqual([]);
    const workloads = [...deployedBy(null), ...deployedBy(application("chart", { source: null }))];
    expect(foundSources(workloads)).toEqual([]);
  });

  it("have everything that deploys from the same place, however its address is written", () => {
    const url = "ssh://git@github.com/Acme/fleet.git";
    const path = "./clusters/prod/";
    const [source, ...others] = foundSources([
      ...deployedBy(kustomization("apps"), 3),
      ...deployedBy(kustomization("more", { source: { url, path } })),
      ...deployedBy(application("shop", { source: { url } })),
    ]);
    expect(others).toEqual([]);
    expect(source).toMatchObject({
      url: "https://github.com/acme/fleet",
      branch: "main",
      path: "clusters/prod",
      products: ["Argo CD", "Flux"],
      workloads: 5,
    });
    expect(source?.engines.map(({ name }) => name)).toEqual(["apps", "shop", "more"]);
  });

  it("are apart by branch and repository, most workloads first", () => {
    const release = kustomization("a", { source: { branch: "release" } });
    const other = kustomization("b", { source: { url: "https://gitlab.com/acme/fleet" } });
    const tag = kustomization("c", { source: { branch: null } });
    const found = foundSources([
      ...deployedBy(tag),
      ...deployedBy(release, 2),
      ...deployedBy(other, 3),
    ]);
    expect(found.map(({ url, branch, workloads }) => [url, branch, workloads])).toEqual([
      ["https://gitlab.com/acme/fleet", "main", 3],
      ["https://github.com/acme/fleet", "release", 2],
      ["https://github.com/acme/fleet", null, 1],
    ]);
  });

  it.each<{ about: string; paths: Readonly<Record<string, number>>; offered: unknown }>([
    {
      about: "with the folder that both are in",
      paths: { "clusters/prod/apps": 3, "clusters/prod/infra": 1 },
      offered: [
        ["clusters/prod", 4],
        ["clusters/prod/apps", 3],
        ["clusters/prod/infra", 1],
      ],
    },
    {
      about: "alone where only the root has both",
      paths: { apps: 3, infra: 1 },
      offered: [
        ["apps", 3],
        ["infra", 1],
      ],
    },
    {
      about: "alone where the folder would have other environments too",
      paths: { "fleet/apps/prod": 3, "fleet/infra/prod": 1 },
      offered: [
        ["fleet/apps/prod", 3],
        ["fleet/infra/prod", 1],
      ],
    },
    {
      about: "once where one is in the other",
      paths: { "clusters/prod": 1, "clusters/prod/apps": 3 },
      offered: [
        ["clusters/prod", 4],
        ["clusters/prod/apps", 3],
      ],
    },
    {
      about: "as the root where an engine deploys that",
      paths: { "": 1, apps: 3 },
      offered: [
        ["", 4],
        ["apps", 3],
      ],
    },
    {
      about: "the deeper first where both have as many",
      paths: { clusters: 0, "clusters/prod": 2 },
      offered: [["clusters/prod", 2]],
    },
  ])("offers folders $about", ({ paths, offered }) => {
    const workloads = Object.entries(paths).flatMap(([path, count]) =>
      deployedBy(kustomization(`at ${path}`, { source: { path } }), count),
    );
    expect(folders(workloads)).toEqual(offered);
  });
});

describe("a folder that leads to others", () => {
  const url = "https://github.com/acme/fleet";
  const root = {
    kind: "kustomization",
    namespace: "flux-system",
    name: "flux-system",
    source: { url: `${url}.git`, branch: "main", path: "./clusters/prod" },
  } as const;

  function child(name: string, parent: ObservedEngine["parents"] = [root]): ObservedEngine {
    return kustomization(name, { source: { path: `./${name}/prod` }, parents: parent });
  }

  it("is offered first, with all that it leads to, though it deploys nothing itself", () => {
    const workloads = [...deployedBy(child("apps"), 3), ...deployedBy(child("infra"), 2)];
    expect(folders(workloads)).toEqual([
      ["clusters/prod", 5],
      ["apps/prod", 3],
      ["infra/prod", 2],
    ]);
  });

  it("comes before the one folder that it leads to", () => {
    expect(folders(deployedBy(child("apps"), 3))).toEqual([
      ["clusters/prod", 3],
      ["apps/prod", 3],
    ]);
  });

  it.each([
    ["is in another repository", { ...root, source: { ...root.source, url: "https://x.test/y" } }],
    ["is on another branch", { ...root, source: { ...root.source, branch: "other" } }],
    ["is not seen", { ...root, source: undefined }],
    ["is an Application's, which leads to no folder", { ...root, kind: "application" as const }],
  ])("is not offered where it %s", (_, parent) => {
    expect(folders(deployedBy(child("apps", [parent]), 3))).toEqual([["apps/prod", 3]]);
  });
});

it.each([
  [
    34,
    kustomization("apps", { source: { path: "clusters/dev" } }),
    "Flux deploys 34 workloads from clusters/dev of github.com/acme/fleet, branch main",
  ],
  [
    1,
    application("shop", { source: { path: "", branch: null } }),
    "Argo CD deploys 1 workload from the root of github.com/acme/fleet, at no branch of its own",
  ],
] as const)("says of %i workloads what deploys them: %#", (count, engine, sentence) => {
  const [source] = foundSources(deployedBy(engine, count));
  expect(source && sourceSentence(source)).toBe(sentence);
});
