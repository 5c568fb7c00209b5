import { z } from "zod";

const text = z.string();

/** Of an object's metadata only these are ever looked at. */
export const Metadata = z.object({
  uid: text.min(1),
  name: text.min(1),
  namespace: text.default(""),
  generation: z.int().default(0),
  creationTimestamp: text.nullish(),
  deletionTimestamp: text.nullish(),
  labels: z.record(text, text).nullish(),
  annotations: z.record(text, text).nullish(),
  ownerReferences: z
    .array(z.object({ uid: text, kind: text, name: text, controller: z.boolean().nullish() }))
    .nullish(),
});
export type Metadata = z.infer<typeof Metadata>;

export interface Owner {
  readonly uid: string;
  readonly kind: string;
}

/** The controller that made the object, or null where a person or an engine did. */
export function controllerOf({ ownerReferences }: Metadata): Owner | null {
  const owner = ownerReferences?.find(({ controller }) => controller === true);
  return owner === undefined ? null : { uid: owner.uid, kind: owner.kind };
}

/** The object of Flux or Argo CD that deploys another, as `deployerKeys` names it; null where none left its mark. */
export function deployerOf({ labels, annotations, namespace }: Metadata): string | null {
  for (const kind of ["helm", "kustomize"] as const) {
    const name = labels?.[`${kind}.toolkit.fluxcd.io/name`];
    if (name === undefined) continue;
    const from = labels?.[`${kind}.toolkit.fluxcd.io/namespace`] ?? namespace;
    return `${kind === "helm" ? "helmrelease" : "kustomization"}/${from}/${name}`;
  }
  const application = annotations?.["argocd.argoproj.io/tracking-id"]?.split(":")[0];
  return application === undefined ? null : `application/${application}`;
}

/**
 * The names under which what an object deploys is marked. Argo CD leaves out the namespace of an Application that is
 * where Argo CD is, and puts it before the name of others.
 */
export function deployerKeys(deployer: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): readonly string[] {
  const { kind, namespace, name } = deployer;
  return kind === "application"
    ? [`application/${name}`, `application/${namespace}_${name}`]
    : [`${kind}/${namespace}/${name}`];
}

/** The engine that applies the object, when it left its mark: `kustomization/apps`, `argocd/shop`. */
export function managerOf(metadata: Metadata): string | null {
  const { labels, annotations } = metadata;
  const helmRelease = labels?.["helm.toolkit.fluxcd.io/name"];
  if (helmRelease !== undefined) return `helmrelease/${helmRelease}`;
  const kustomization = labels?.["kustomize.toolkit.fluxcd.io/name"];
  if (kustomization !== undefined) return `kustomization/${kustomization}`;
  const application = annotations?.["argocd.argoproj.io/tracking-id"]?.split(":")[0];
  return application === undefined ? null : `argocd/${application}`;
}
