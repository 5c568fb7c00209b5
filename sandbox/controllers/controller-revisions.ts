import { equal } from "#sandbox/kubernetes/json.ts";
import { safeHash } from "#sandbox/kubernetes/name-suffix.ts";
import type { KubeObject } from "#sandbox/kubernetes/object.ts";
import type { PodTemplate } from "#sandbox/kubernetes/pod.ts";

import type { ControllerRevision } from "./kinds.ts";
import { controllerReference, type TypedObjects } from "./typed-objects.ts";

const kind = "controllerrevisions.apps";
export const revisionHashLabel = "controller-revision-hash";

/** The revision that holds the owner's template as it is now, created or renumbered as the newest. */
export function currentRevision({
  objects,
  owner,
  template,
}: {
  objects: TypedObjects;
  owner: KubeObject;
  template: PodTemplate;
}): ControllerRevision {
  const known = objects.owned(kind, owner);
  const newest = Math.max(0, ...known.map(({ revision }) => revision));
  const same = known.find(({ data }) => equal(data.spec.template, template));
  if (!same) return createRevision({ objects, owner, template, revision: newest + 1 });
  if (same.revision === newest) return same;
  return objects.change({
    kind,
    ref: same.metadata,
    edit: () => ({ revision: newest + 1 }),
  });
}

/** Forgets the oldest revisions beyond the limit, but none that is still in use. */
export function forgetRevisions({
  objects,
  owner,
  limit,
  inUse,
}: {
  objects: TypedObjects;
  owner: KubeObject;
  limit: number;
  inUse: ReadonlySet<string>;
}): void {
  const unused = objects
    .owned(kind, owner)
    .filter(({ metadata }) => !inUse.has(metadata.name))
    .toSorted((a, b) => a.revision - b.revision);
  for (const { metadata } of unused.slice(0, Math.max(0, unused.length - limit))) {
    objects.remove({ kind, ref: metadata });
  }
}

/** The hash in a revision's name, which its pods carry as a label. */
export function hashOf({ metadata }: ControllerRevision): string {
  return metadata.labels?.[revisionHashLabel] ?? "";
}

function createRevision({
  objects,
  owner,
  template,
  revision,
}: {
  objects: TypedObjects;
  owner: KubeObject;
  template: PodTemplate;
  revision: number;
}): ControllerRevision {
  const { name, namespace } = owner.metadata;
  const hash = safeHash(JSON.stringify(template));
  const draft = {
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace && { namespace }),
      labels: { ...template.metadata?.labels, [revisionHashLabel]: hash },
      ownerReferences: [controllerReference(owner)],
    },
    data: { spec: { template } },
    revision,
  };
  return objects.create(kind, draft);
}
