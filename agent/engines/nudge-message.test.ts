import { expect, it } from "vitest";

import type { NudgedEngine } from "#contracts/agent-nudge.ts";

import { nudgeMessage } from "./nudge-message.ts";

const target = {
  repository: "https://github.com/acme/config.git",
  branch: "main",
  path: "clusters/prod",
  revision: "3f2a91c0".repeat(5),
};

function engine(name: string, did: NudgedEngine["did"], message = ""): NudgedEngine {
  return { by: { kind: "kustomization", namespace: "a", name }, did, message };
}

it.each<readonly [string, readonly NudgedEngine[], string]>([
  [
    "finds none",
    [],
    "nothing of Flux or Argo CD in this cluster deploys clusters/prod of github.com/acme/config, branch main",
  ],
  ["asks one", [engine("x", "asked")], "asked Flux Kustomization a/x for 3f2a91c"],
  [
    "asks two",
    [engine("x", "asked"), engine("y", "synced")],
    "asked Flux Kustomization a/x and Flux Kustomization a/y for 3f2a91c",
  ],
  [
    "asks many",
    ["v", "w", "x", "y", "z"].map((name) => engine(name, "asked")),
    "asked Flux Kustomization a/v, Flux Kustomization a/w, Flux Kustomization a/x and 2 more for 3f2a91c",
  ],
  [
    "finds that it was there already",
    [engine("x", "current")],
    "Flux Kustomization a/x had 3f2a91c already",
  ],
  [
    "asks one and may not ask others, which is said once",
    [
      engine("x", "asked"),
      engine("y", "forbidden", "no right"),
      engine("z", "forbidden", "no right"),
    ],
    "asked Flux Kustomization a/x for 3f2a91c; no right",
  ],
  ["leaves one alone", [engine("x", "held", "x is suspended")], "x is suspended"],
])("says that it %s", (_, engines, message) => {
  expect(nudgeMessage(target, engines)).toBe(message);
});

it("names the root", () => {
  expect(nudgeMessage({ ...target, path: "" }, [])).toContain("deploys the root of github.com");
});
