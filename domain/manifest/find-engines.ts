import type { Resource } from "#domain/kustomize/resource.ts";

import { isApplication } from "./argo-application.ts";
import { fileLine } from "./found-workload.ts";
import type { FileLine } from "./found-workload.ts";
import { identityOf } from "./kubernetes-object.ts";
import type { MapNode } from "./yaml-node.ts";

/** An object of Flux or Argo CD that deploys others, where a file defines it. */
export interface FoundEngine extends FileLine {
  readonly kind: "kustomization" | "application" | "applicationset";
  readonly namespace: string;
  readonly name: string;
}

/**
 * The Kustomizations of Flux, Applications and ApplicationSets among a build's resources, in their order, each once.
 * Helm releases are workloads and found as these.
 */
export function findEngines(resources: readonly Resource[]): readonly FoundEngine[] {
  const engines = new Map<string, FoundEngine>();
  for (const { tree } of resources) {
    const kind = engineKind(tree);
    if (kind === null) continue;
    const { namespace, name } = identityOf(tree);
    const engine = { kind, namespace: namespace || "default", name, ...fileLine(tree.place) };
    const id = `${kind} ${engine.namespace}/${name}`;
    if (!engines.has(id)) engines.set(id, engine);
  }
  return [...engines.values()];
}

function engineKind(tree: MapNode): FoundEngine["kind"] | null {
  const { group, kind } = identityOf(tree);
  if (group === "kustomize.toolkit.fluxcd.io" && kind === "Kustomization") return "kustomization";
  if (!isApplication(tree)) return null;
  return kind === "Application" ? "application" : "applicationset";
}
