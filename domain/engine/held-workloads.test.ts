import { expect, it } from "vitest";

import { application, kustomization } from "#test/builders/engine.ts";
import { running } from "#test/builders/shop.ts";

import { heldWorkloads } from "./held-workloads.ts";

const held = { automatic: false };

it("finds nothing that holds a commit back where every engine applies it", () => {
  const workloads = [
    running("cart", "1"),
    running("mail", "1", { engine: kustomization("apps") }),
    running("search", "1", { engine: application("shop"), paused: true }),
  ];
  expect(heldWorkloads(workloads)).toEqual([]);
});

it("tells the workloads of each engine that someone has to resume, most first", () => {
  const workloads = [
    running("cart", "1", { engine: application("shop", held) }),
    running("mail", "1", { engine: kustomization("apps", held) }),
    running("checkout", "1", { engine: kustomization("apps", held) }),
    running("edge", "1", { engine: kustomization("infra") }),
  ];
  expect(heldWorkloads(workloads)).toEqual([
    {
      by: "Flux Kustomization flux-system/apps",
      why: "suspended",
      text: "Flux Kustomization flux-system/apps is suspended. The commit is made, but the cluster follows only after someone resumes it.",
      command: "flux resume kustomization apps --namespace flux-system",
      until: null,
      workloads: ["shop:deployment/checkout", "shop:deployment/mail"],
    },
    {
      by: "Argo CD Application argocd/shop",
      why: "auto-sync-off",
      text: "Auto-sync of Argo CD Application argocd/shop is off. The commit is made, but the cluster follows only after someone syncs it.",
      command: "argocd app sync argocd/shop",
      until: null,
      workloads: ["shop:deployment/cart"],
    },
  ]);
});

it("tells a Helm release that is suspended itself, besides what applies it", () => {
  const release = running("podinfo", "1", {
    kind: "helmrelease",
    paused: true,
    engine: kustomization("apps", held),
  });
  expect(heldWorkloads([release]).map(({ command }) => command)).toEqual([
    "flux resume helmrelease podinfo --namespace shop",
    "flux resume kustomization apps --namespace flux-system",
  ]);
});

it("tells the very object that holds, and why, where the agent knows", () => {
  const by = { kind: "gitrepository", namespace: "flux-system", name: "fleet" } as const;
  const until = "2026-01-02T06:00:00Z";
  const shop = { kind: "application", namespace: "argocd", name: "shop" } as const;
  const apps = kustomization("apps", { ...held, holds: [{ by, why: "suspended" }] });
  const infra = kustomization("infra", { ...held, holds: [{ by, why: "suspended" }] });
  const shut = application("shop", { ...held, holds: [{ by: shop, why: "window-shut", until }] });
  const workloads = [
    running("search", "1", { engine: shut }),
    running("mail", "1", { engine: apps }),
    running("cart", "1", { engine: infra }),
    running("edge", "1", { engine: kustomization("edge", { ...held, holds: [] }) }),
  ];
  expect(heldWorkloads(workloads)).toMatchObject([
    {
      by: "Flux GitRepository flux-system/fleet",
      why: "suspended",
      command: "flux resume source git fleet --namespace flux-system",
      workloads: ["shop:deployment/cart", "shop:deployment/mail"],
    },
    {
      by: "Argo CD Application argocd/shop",
      why: "window-shut",
      text: "Argo CD Application argocd/shop is outside its sync window. The commit is made, but the cluster follows only after the window opens.",
      command: null,
      until,
      workloads: ["shop:deployment/search"],
    },
  ]);
});

it("tells an Application twice that is out of its window and without auto-sync", () => {
  const by = { kind: "application", namespace: "argocd", name: "shop" } as const;
  const holds = [
    { by, why: "auto-sync-off" },
    { by, why: "window-shut", until: null },
  ] as const;
  const engine = application("shop", { ...held, holds });
  const told = heldWorkloads([running("cart", "1", { engine })]);
  expect(told.map(({ why }) => why)).toEqual(["auto-sync-off", "window-shut"]);
});
