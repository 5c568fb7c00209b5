import { at, isList } from "./json.ts";
import { timestamp, type KubeObject, type ObjectRef } from "./object.ts";
import { qualifiedName, type Resource } from "./resource.ts";
import { conflict } from "./status.ts";

export interface DeleteOptions {
  readonly propagation?: "Background" | "Foreground" | "Orphan" | undefined;
  readonly gracePeriodSeconds?: number | undefined;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly dryRun?: boolean;
}

/**
 * The object marked for deletion, or null where it can go at once. It waits for its finalizers, a
 * running pod for its kubelet, a namespace for its contents.
 */
export function startDeletion({
  resource,
  ref,
  live,
  options,
  now,
}: {
  resource: Resource;
  ref: ObjectRef;
  live: KubeObject;
  options: DeleteOptions;
  now: Date;
}): KubeObject | null {
  checkPreconditions({ resource, ref, live, options });
  const grace = graceSeconds(resource, live, options);
  const finalizers = finalizersFor(live, options);
  const waits = finalizers.length > 0 || grace > 0 || holdsContents(resource, live);
  if (!waits) return null;
  const { metadata } = live;
  if (metadata.deletionTimestamp && grace >= (metadata.deletionGracePeriodSeconds ?? 0))
    return live;
  return {
    ...live,
    metadata: {
      ...metadata,
      ...(finalizers.length > 0 && { finalizers }),
      deletionTimestamp: timestamp(new Date(now.getTime() + grace * 1000)),
      deletionGracePeriodSeconds: grace,
      ...(resource.counted && { generation: (metadata.generation ?? 0) + 1 }),
    },
    ...(resource.kind === "Namespace" && { status: { phase: "Terminating" } }),
  };
}

/** Whether an object marked for deletion has nothing left to wait for. */
export function finishesDeletion(resource: Resource, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (!deletionTimestamp || finalizers.length > 0 || holdsContents(resource, object)) return false;
  return deletionGracePeriodSeconds === 0;
}

function checkPreconditions({
  resource,
  ref,
  live,
  options,
}: {
  resource: Resource;
  ref: ObjectRef;
  live: KubeObject;
  options: DeleteOptions;
}): void {
  const { uid, resourceVersion } = live.metadata;
  if (options.uid && options.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${uid}`;
    throw conflict({ resource, name: ref.name, why });
  }
  if (options.resourceVersion && options.resourceVersion !== resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${options.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`;
    throw conflict({ resource, name: ref.name, why });
  }
}

function graceSeconds(resource: Resource, live: KubeObject, options: DeleteOptions): number {
  if (qualifiedName(resource) !== "pods") return 0;
  const phase = at(live, "status", "phase");
  if (at(live, "spec", "nodeName") === undefined) return 0;
  if (phase === "Succeeded" || phase === "Failed") return 0;
  const ofPod = at(live, "spec", "terminationGracePeriodSeconds");
  return options.gracePeriodSeconds ?? (typeof ofPod === "number" ? ofPod : 30);
}

function finalizersFor(live: KubeObject, { propagation }: DeleteOptions): readonly string[] {
  const kept = (live.metadata.finalizers ?? []).filter(
    (name) => name !== "orphan" && name !== "foregroundDeletion",
  );
  if (propagation === undefined) return live.metadata.finalizers ?? [];
  if (propagation === "Foreground") return [...kept, "foregroundDeletion"];
  return propagation === "Orphan" ? [...kept, "orphan"] : kept;
}

function holdsContents(resource: Resource, object: KubeObject): boolean {
  if (qualifiedName(resource) !== "namespaces") return false;
  const finalizers = at(object, "spec", "finalizers");
  return isList(finalizers) && finalizers.length > 0;
}
