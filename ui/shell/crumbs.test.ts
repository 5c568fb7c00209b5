import { expect, it } from "vitest";

import { crumbsOf } from "./crumbs.ts";

it.each([
  ["/acme/workloads", "Workloads"],
  ["/acme/workloads/shop/deployment/front-end", "Workloads > shop / front-end"],
  ["/acme/promote", "Workloads > Promote"],
  ["/acme/releases", "Releases"],
  ["/acme/releases/12", "Releases > #12"],
  ["/acme/clusters", "Clusters"],
  ["/acme/clusters/new", "Clusters > Connect a cluster"],
  ["/acme/clusters/c1", "Clusters > prod"],
  ["/acme/clusters/c2", "Clusters > Cluster"],
  ["/acme/clusters/repositories/r1", "Clusters > Config repository"],
  ["/acme/settings", "Settings"],
  ["/acme/settings/mappings/stage/prod", "Settings > stage to prod"],
  ["/acme", ""],
])("%s is at %s", (path, places) => {
  const crumbs = crumbsOf(path, new Map([["c1", "prod"]]));
  expect(crumbs.map(({ label }) => label).join(" > ")).toBe(places);
  expect(crumbs.at(-1)?.href ?? null).toBeNull();
});
