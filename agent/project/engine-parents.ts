import type { EngineParent, GitPlace } from "#domain/rollout/observed.ts";

import type { EngineSource } from "./engine-source.ts";
import type { Metadata } from "./metadata.ts";
import type { WorkloadRecord } from "./workload-record.ts";

/** A longer chain is told up to here. */
const mostParents = 8;
const generatedBy = /^(applicationset)\/([^/]*)\/(.+)$/;

interface Joins {
  readonly deployerOf: (record: WorkloadRecord) => WorkloadRecord | undefined;
  /** The source of Flux that it names. */
  readonly sourceOf: (record: WorkloadRecord) => WorkloadRecord | undefined;
}

/**
 * What deploys an object of Flux or Argo CD, and what deploys that, nearest first. An ApplicationSet ends the chain,
 * because it is known by name alone; so does an object that is in the chain already.
 */
export function engineParents(
  engine: WorkloadRecord,
  { deployerOf, sourceOf }: Joins,
): readonly EngineParent[] {
  const parents: EngineParent[] = [];
  const seen = new Set([engine.uid]);
  let child = engine;
  while (parents.length < mostParents) {
    const parent = deployerOf(child);
    if (parent === undefined) return [...parents, ...generatorObject(child)];
    const named = engineParent(parent, sourceOf(parent));
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

function engineParent(
  { kind, namespace, name, source: own }: WorkloadRecord,
  from: WorkloadRecord | undefined,
): EngineParent | null {
  if (kind !== "kustomization" && kind !== "helmrelease" && kind !== "application") return null;
  const source = placeOf(own, from?.source ?? own);
  return { kind, namespace, name, ...(source !== null && { source }) };
}

function placeOf(own: EngineSource | null, from: EngineSource | null): GitPlace | null {
  if (!from?.url) return null;
  return { url: from.url, branch: from.branch, path: own?.path ?? "" };
}

function generatorObject({ deployedBy }: WorkloadRecord): readonly EngineParent[] {
  const [, set, namespace = "", name = ""] = generatedBy.exec(deployedBy ?? "") ?? [];
  return set === undefined ? [] : [{ kind: "applicationset", namespace, name }];
}
