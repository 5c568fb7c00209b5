import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import type { ObjectIdentity } from "#domain/manifest/kubernetes-object.ts";
import type { MapNode, YamlNode } from "#domain/manifest/yaml-node.ts";

/** A patch that changed a resource, and whether that was the only resource it changed. */
export interface AppliedPatch {
  readonly body: YamlNode;
  readonly isAlone: boolean;
}

/** An object of a build, with the identities it had before its name or namespace was changed, and its patches. */
export interface Resource {
  readonly tree: MapNode;
  readonly former: readonly ObjectIdentity[];
  /** In the order in which they were applied. */
  readonly patches: readonly AppliedPatch[];
  /** Why what the build says of the object's images may not be what a cluster gets; a sentence each. */
  readonly doubts: readonly string[];
}

/** A resource that no kustomization has changed yet. */
export function newResource(tree: MapNode): Resource {
  return { tree, former: [], patches: [], doubts: [] };
}

/** The identities under which a patch may address the resource: what it is now and what it was. */
export function identitiesOf(resource: Resource): readonly ObjectIdentity[] {
  return [identityOf(resource.tree), ...resource.former];
}

/** The resource with a new tree; a changed name or namespace is remembered. */
export function withTree(resource: Resource, tree: MapNode): Resource {
  if (tree === resource.tree) return resource;
  const before = identityOf(resource.tree);
  const after = identityOf(tree);
  const isSame = before.name === after.name && before.namespace === after.namespace;
  return { ...resource, tree, former: isSame ? resource.former : [...resource.former, before] };
}

/** The resource with one more reason to doubt what the build says of its images. */
export function withDoubt(resource: Resource, doubt: string): Resource {
  return { ...resource, doubts: [...resource.doubts, doubt] };
}
