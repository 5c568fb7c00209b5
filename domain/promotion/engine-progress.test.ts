import { describe, expect, it } from "vitest";

import type { EngineState } from "#domain/rollout/engine-state.ts";
import type { ObservedEngine } from "#domain/rollout/observed.ts";

import { engineProgress, enginesProgress } from "./engine-progress.ts";

const [older, commit, tip] = ["a".repeat(40), "b".repeat(40), "c".repeat(40)];
const by = { kind: "kustomization", namespace: "apps", name: "apps" } as const;
const shop = { kind: "application", namespace: "argocd", name: "shop" } as const;
const suspended = { by, why: "suspended" } as const;
const resume = "resume it with `flux resume kustomization apps --namespace apps`";

function flux(state: EngineState = {}): ObservedEngine {
  return { ...by, automatic: (state.holds ?? []).length === 0, source: null, ...state };
}

function argo(state: EngineState = {}): ObservedEngine {
  return { ...shop, automatic: true, source: null, ...state };
}

describe("what an engine says of a commit", () => {
  it.each<{ it: string; engine: ObservedEngine; expected: readonly [string, string] | null }>([
    { it: "an older agent", engine: flux(), expected: null },
    { it: "it has found nothing yet", engine: flux({ seen: null, applied: null }), expected: null },
    {
      it: "it is at an older commit",
      engine: flux({ seen: older, applied: older }),
      expected: null,
    },
    {
      it: "the source has it",
      engine: flux({ seen: commit, applied: older }),
      expected: ["applying", "Flux has fetched bbbbbbb and applies it"],
    },
    {
      it: "the source has a later one that contains it",
      engine: flux({ seen: tip, applied: older }),
      expected: ["applying", "Flux has fetched bbbbbbb and applies it"],
    },
    {
      it: "it is applied",
      engine: flux({ seen: commit, applied: commit }),
      expected: ["applied", "Flux has applied bbbbbbb"],
    },
    {
      it: "it was applied and suspended afterwards",
      engine: flux({ seen: commit, applied: commit, holds: [suspended] }),
      expected: ["applied", "Flux has applied bbbbbbb"],
    },
    {
      it: "it is suspended",
      engine: flux({ seen: commit, applied: older, holds: [suspended] }),
      expected: ["held", `Flux Kustomization apps/apps is suspended: ${resume}`],
    },
    {
      it: "an older agent says that it is not automatic",
      engine: { ...flux(), automatic: false },
      expected: ["held", `Flux Kustomization apps/apps is suspended: ${resume}`],
    },
    {
      it: "it failed at the commit",
      engine: flux({ seen: commit, error: { by, message: "no such kind", revision: commit } }),
      expected: ["failing", "Flux Kustomization apps/apps: no such kind"],
    },
    {
      it: "it failed at an older commit",
      engine: flux({ seen: older, error: { by, message: "no such kind", revision: older } }),
      expected: null,
    },
    {
      it: "its source cannot be fetched",
      engine: flux({
        seen: older,
        error: {
          by: { kind: "gitrepository", namespace: "apps", name: "config" },
          message: "authentication required",
          revision: null,
        },
      }),
      expected: ["failing", "Flux GitRepository apps/config: authentication required"],
    },
    {
      it: "Argo CD has found it",
      engine: argo({ seen: commit, applied: older }),
      expected: ["applying", "Argo CD has found bbbbbbb and applies it"],
    },
    {
      it: "a window is shut",
      engine: argo({
        seen: commit,
        holds: [{ by: shop, why: "window-shut", until: "2026-11-22T06:00:00.000Z" }],
      }),
      expected: [
        "held",
        "Argo CD Application argocd/shop is outside of its sync windows until 2026-11-22T06:00:00.000Z",
      ],
    },
    {
      it: "auto-sync is off",
      engine: argo({ seen: commit, holds: [{ by: shop, why: "auto-sync-off" }] }),
      expected: [
        "held",
        "auto-sync of Argo CD Application argocd/shop is off: sync it with `argocd app sync argocd/shop`",
      ],
    },
  ])("when $it", ({ engine, expected }) => {
    const progress = expected && { state: expected[0], words: expected[1] };
    expect(engineProgress(engine, [commit, tip])).toEqual(progress);
  });
});

describe("what all engines of a release say", () => {
  const applied = flux({ seen: commit, applied: commit });
  const applying = flux({ seen: commit, applied: older });
  const failing = argo({ error: { by: shop, message: "denied", revision: commit } });
  const held = flux({ seen: commit, holds: [suspended] });

  it.each([
    { engines: [], state: null },
    { engines: [null], state: null },
    { engines: [applied, applied], state: "applied" },
    { engines: [applied, null], state: null },
    { engines: [applied, flux({ seen: older })], state: null },
    { engines: [applied, applying], state: "applying" },
    { engines: [applying, failing], state: "failing" },
    { engines: [applying, failing, held], state: "held" },
  ])("is the worst of them (case %#)", ({ engines, state }) => {
    expect(enginesProgress(engines, [commit])?.state ?? null).toBe(state);
  });

  it("is said once each, and not more than two of them", () => {
    const held = ["a", "a", "b", "c"].map((name) =>
      flux({ seen: commit, holds: [{ by: { ...by, name }, why: "suspended" }] }),
    );
    const { words = "" } = enginesProgress(held, [commit]) ?? {};
    expect(words.split("; ").map((sentence) => sentence.split(" is ")[0])).toEqual([
      "Flux Kustomization apps/a",
      "Flux Kustomization apps/b",
    ]);
  });
});
