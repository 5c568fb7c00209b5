import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import { stringAt, textNode, withNodeAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode } from "#domain/manifest/yaml-node.ts";

/** Kinds of the core and of common add-ons that live outside namespaces. */
const clusterKinds: ReadonlySet<string> = new Set([
  "APIService",
  "CertificateSigningRequest",
  "ClusterIssuer",
  "ClusterPolicy",
  "ClusterRole",
  "ClusterRoleBinding",
  "ComponentStatus",
  "CSIDriver",
  "CSINode",
  "CustomResourceDefinition",
  "GatewayClass",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PodSecurityPolicy",
  "PriorityClass",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
]);

/** Objects whose names a prefix or suffix leaves alone, as kustomize does. */
const keptNames: ReadonlySet<string> = new Set(["CustomResourceDefinition", "APIService"]);

/** The object moved to a namespace: namespaced kinds are placed in it, a Namespace object takes its name. */
export function moveToNamespace(object: MapNode, namespace: string): MapNode {
  const { kind } = identityOf(object);
  if (kind === "Namespace") return withName(object, namespace);
  if (clusterKinds.has(kind)) return object;
  return withText(object, ["metadata", "namespace"], namespace);
}

/** The object with a prefix and a suffix on its name, except for kinds whose name has a meaning of its own. */
export function affixName(
  object: MapNode,
  affix: { readonly prefix: string; readonly suffix: string },
): MapNode {
  const { kind, name } = identityOf(object);
  if (keptNames.has(kind) || kind === "Namespace") return object;
  return withName(object, `${affix.prefix}${name}${affix.suffix}`);
}

function withName(object: MapNode, name: string): MapNode {
  return withText(object, ["metadata", "name"], name);
}

function withText(object: MapNode, path: readonly string[], text: string): MapNode {
  if (stringAt(object, path) === text) return object;
  const changed = withNodeAt(object, path, textNode(text, object.place));
  return changed.kind === "map" ? changed : object;
}
