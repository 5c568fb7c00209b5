import type { EngineObject } from "#domain/rollout/engine-state.ts";

import type { Metadata } from "./metadata.ts";
import type { WorkloadRecord } from "./workload-record.ts";

/** A longer chain is told up to here. */
const mostParents = 8;
const generatedBy = /^(applicationset)\/([^/]*)\/(.+)$/;

/**
 * What deploys an object of Flux or Argo CD, and what deploys that, nearest first. An ApplicationSet ends the chain,
 * because it is known by name alone; so does an object that is in the chain already.
 */
export function engineParents(
  engine: WorkloadRecord,
  deployerOf: (record: WorkloadRecord) => WorkloadRecord | undefined,
): readonly EngineObject[] {
  const parents: EngineObject[] = [];
  const seen = new Set([engine.uid]);
  let child = engine;
  while (parents.length < mostParents) {
    const parent = deployerOf(child);
    if (parent === undefined) return [...parents, ...generatorObject(child)];
    const named = engineObject(parent);
    if (named === null || seen.has(parent.uid)) return parents;
    parents.push(named);
    seen.add(parent.uid);
    child = parent;
  }
  return parents;
}

/** The ApplicationSet that an Application was generated from, named as `deployerKeys` names objects. */
export function generatorOf({ ownerReferences, namespace }: Metadata): string | null {
  const set = ownerReferences?.find(({ kind }) => kind === "ApplicationSet");
  return set === undefined ? null : `applicationset/${namespace}/${set.name}`;
}

function engineObject({ kind, namespace, name }: WorkloadRecord): EngineObject | null {
  if (kind !== "kustomization" && kind !== "helmrelease" && kind !== "application") return null;
  return { kind, namespace, name };
}

function generatorObject({ deployedBy }: WorkloadRecord): readonly EngineObject[] {
  const [, set, namespace = "", name = ""] = generatedBy.exec(deployedBy ?? "") ?? [];
  return set === undefined ? [] : [{ kind: "applicationset", namespace, name }];
}
