import { deployment, pod, podsEach, replicaSet } from "./large-cluster-objects.ts";
import type { Nth } from "./large-cluster-objects.ts";

export interface ClusterEvent {
  /** The end of the collection's path. */
  readonly plural: "deployments" | "replicasets" | "pods";
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: object;
}

/** The events of a workload that gets a new revision, one list for each of its pods that is replaced. */
export function* rolloutEvents(
  at: number,
  nth: (at: number, revision: number) => Nth,
): Generator<readonly ClusterEvent[]> {
  yield [
    { plural: "deployments", type: "MODIFIED", object: deployment(nth(at, 2)) },
    { plural: "replicasets", type: "ADDED", object: replicaSet(nth(at, 2), 0) },
  ];
  for (let done = 1; done <= podsEach; done += 1) {
    const own = at * podsEach + done - 1;
    yield [
      { plural: "pods", type: "ADDED", object: pod(nth(own, 2), false) },
      { plural: "pods", type: "MODIFIED", object: pod(nth(own, 2), false) },
      { plural: "pods", type: "MODIFIED", object: pod(nth(own, 2)) },
      { plural: "pods", type: "MODIFIED", object: pod(nth(own, 1), false) },
      { plural: "pods", type: "DELETED", object: pod(nth(own, 1), false) },
      { plural: "replicasets", type: "MODIFIED", object: replicaSet(nth(at, 2), done) },
      { plural: "replicasets", type: "MODIFIED", object: replicaSet(nth(at, 1), podsEach - done) },
      { plural: "deployments", type: "MODIFIED", object: deployment(nth(at, 2)) },
    ];
  }
}
