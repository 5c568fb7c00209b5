import { acmeServices } from "#sandbox/content/acme.ts";
import { globexServices } from "#sandbox/content/globex.ts";
import { imageHistory } from "#sandbox/content/image-history.ts";
import { configRepository } from "#sandbox/content/repository.ts";

import type { ClusterSource } from "./cluster-source.ts";
import type { World } from "./world.ts";

/** The two sample organizations, with image builds up to `now`. */
export function sampleWorld(now: Date): World {
  const acme = configRepository({
    title: "Acme: the shop's clusters",
    services: acmeServices,
    environments: ["dev", "stage", "prod"],
  });
  return {
    repositories: [
      { name: "acme/config", branches: new Map([["main", acme]]) },
      ...globexWorld(now).repositories,
    ],
    clusters: [
      ...(["dev", "stage", "prod"] as const).map((environment) => ({
        organization: "acme",
        cluster: environment,
        environment,
        repository: "acme/config",
        branch: "main",
        path: `clusters/${environment}`,
      })),
      ...globexWorld(now).clusters,
    ],
    images: [...imageHistory(acmeServices, now), ...globexWorld(now).images],
  };
}

/** The second organization alone: there even when the first one's manifests come from a folder. */
export function globexWorld(now: Date): World {
  const files = configRepository({
    title: "Globex: the stores' cluster",
    services: globexServices,
    environments: ["live"],
  });
  const live: ClusterSource = {
    organization: "globex",
    cluster: "live",
    environment: "prod",
    repository: "globex/config",
    branch: "main",
    path: "clusters/live",
  };
  return {
    repositories: [{ name: live.repository, branches: new Map([["main", files]]) }],
    clusters: [live],
    images: imageHistory(globexServices, now),
  };
}
