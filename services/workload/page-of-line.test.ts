import { expect, it } from "vitest";

import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";

import { pagesOf } from "./page-of-line.ts";

const read = { tip: null, readAt: null, error: null, problems: [] };

function source(clusterId: string, url: string): ClusterSourceRow {
  const trust = { hostKey: null, ca: null, checkAskedAt: null, check: null };
  const repository = { id: url, url, credentials: { kind: "none" }, ...trust } as const;
  return { clusterId, repository, branch: "main", path: "clusters/prod", ...read };
}

const pageOf = pagesOf([
  source("prod", "https://github.com/acme/fleet.git"),
  source("edge", "https://git.acme.test/fleet"),
]);

it.each([
  ["prod", "https://github.com/acme/fleet/blob/main/clusters/prod/web.yaml#L3"],
  ["edge", null],
  ["without-source", null],
])("finds a line of a file of %s at %s", (clusterId, page) => {
  expect(pageOf(clusterId, { file: "clusters/prod/web.yaml", line: 3 })).toBe(page);
});
