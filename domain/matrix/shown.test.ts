import { expect, it } from "vitest";

import { isShown } from "./shown.ts";

it.each([
  { managedBy: null, shown: true },
  { managedBy: "stagecoach", shown: true },
  { managedBy: "kustomization/apps", shown: true },
  { managedBy: "argocd/shop", shown: true },
  { managedBy: "helmrelease/podinfo", shown: false },
])("a workload managed by $managedBy has a row: $shown", ({ managedBy, shown }) => {
  expect(isShown({ managedBy })).toBe(shown);
});
