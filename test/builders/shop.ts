import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import { deployment } from "./plan-input.ts";
import { testTime } from "./test-store.ts";

export type ClusterName = "dev" | "stage" | "prod";

/** What each cluster's files say at first; the registry has all of these tags. */
export const firstTags: Readonly<Record<ClusterName, string>> = {
  dev: "1.2.0",
  stage: "1.1.0",
  prod: "1.0.0",
};
export const tags = ["1.0.0", "1.1.0", "1.2.0"];
export const services = ["cart", "checkout", "mail"];

/** An image of a service, as the files and the pods write it. */
export function image(service: string, tag: string): string {
  return `registry.test/shop/${service}:${tag}`;
}

/** The file of a service in a cluster's folder. */
export function fileOf(cluster: ClusterName, service: string): string {
  return `clusters/${cluster}/${service}.yaml`;
}

/** A workload of one container that has rolled out, as an agent reports it. */
export function running(
  service: string,
  tag: string,
  changes: Partial<ObservedWorkload> = {},
): ObservedWorkload {
  return {
    uid: `uid-${service}`,
    namespace: "shop",
    kind: "deployment",
    name: service,
    generation: 1,
    observedGeneration: 1,
    containers: [{ name: service, init: false, image: image(service, tag) }],
    replicas: { desired: 1, total: 1, updated: 1, ready: 1, available: 1 },
    paused: false,
    onDelete: false,
    partition: null,
    conditions: [],
    pods: [podOf(service, tag)],
    managedBy: null,
    revision: null,
    ...changes,
  };
}

function podOf(service: string, tag: string): ObservedWorkload["pods"][number] {
  const status = { reason: null, message: null, exitCode: null };
  return {
    name: `${service}-0`,
    phase: "Running",
    ready: true,
    deleting: false,
    createdAt: testTime.toISOString(),
    unschedulable: null,
    current: true,
    containers: [
      {
        name: service,
        init: false,
        image: image(service, tag),
        imageId: null,
        ready: true,
        restarts: 0,
        state: "running",
        ...status,
        lastReason: null,
        lastExitCode: null,
      },
    ],
  };
}

/** Every file of the config repository at first. */
export function firstFiles(): Readonly<Record<string, string>> {
  const files = Object.entries(firstTags).flatMap(([cluster, tag]) =>
    services.map((service) => [
      `clusters/${cluster}/${service}.yaml`,
      `# ${service} in ${cluster}\n${deployment(service, { [service]: image(service, tag) })}`,
    ]),
  );
  return Object.fromEntries(files);
}
