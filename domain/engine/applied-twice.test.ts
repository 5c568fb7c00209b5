import { expect, it } from "vitest";

import { application, kustomization } from "#test/builders/engine.ts";
import { running } from "#test/builders/shop.ts";

import { appliedTwice } from "./applied-twice.ts";

const url = "https://github.com/acme/fleet";
const chosen = { repository: `${url}.git`, branch: "main", path: "clusters/prod" };
const here = { url, branch: "main", path: "./clusters/prod" };

it.each([
  ["Flux and this agent both apply 1 workload", [kustomization("apps", { source: here })]],
  [
    "Argo CD, Flux and this agent all apply 2 workloads",
    [kustomization("apps", { source: here }), application("shop", { source: here })],
  ],
  [
    "Flux and this agent both apply 1 workload",
    [
      kustomization("apps", { source: here }),
      application("shop", { source: { ...here, path: "clusters/dev" } }),
      null,
    ],
  ],
])("says that %s", (words, engines) => {
  const workloads = engines.map((engine, at) => running(`w${at}`, "1", { engine }));
  expect(appliedTwice(workloads, chosen)?.startsWith(`${words} from here`)).toBe(true);
});

it.each([
  ["there is no engine", null],
  ["one deploys from elsewhere", kustomization("apps", { source: { ...here, branch: "other" } })],
  ["it is not seen where one deploys from", kustomization("apps", { source: null })],
])("says nothing where %s", (_, engine) => {
  expect(appliedTwice([running("web", "1", { engine })], chosen)).toBeNull();
});
