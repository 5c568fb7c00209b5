import { RE2JS } from "re2js";

import { DomainError } from "#domain/error.ts";
import { parseEmbedded } from "#domain/manifest/file.ts";
import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import type { ObjectIdentity } from "#domain/manifest/kubernetes-object.ts";
import { itemsAt, mapAt, stringAt, textAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode, ScalarNode, YamlNode } from "#domain/manifest/yaml-node.ts";

import { noteEmbeddedProblems, noteProblem, readManifest, spend } from "./build-session.ts";
import type { BuildSession } from "./build-session.ts";
import { resolvePath } from "./file-tree.ts";
import { applyJsonPatch } from "./json-patch.ts";
import type { Overlay } from "./overlay-fields.ts";
import { identitiesOf, withTree } from "./resource.ts";
import type { Resource } from "./resource.ts";
import { mergeStrategic } from "./strategic-merge.ts";

interface Patch {
  readonly body: YamlNode;
  readonly target: MapNode | undefined;
}

/** The resources with `patchesStrategicMerge` and `patches` applied, in the order of the files. */
export function applyPatches(
  session: BuildSession,
  overlay: Overlay,
  resources: readonly Resource[],
): readonly Resource[] {
  const merges = itemsAt(overlay.fields, ["patchesStrategicMerge"]);
  const patches = itemsAt(overlay.fields, ["patches"]);
  return [...merges, ...patches]
    .flatMap((entry) => readPatches(session, overlay.folder, entry))
    .reduce((all, patch) => applyPatch(session, patch, all), resources);
}

/** The resources with `patchesJson6902` applied; kustomize does so after names and namespaces. */
export function applyLatePatches(
  session: BuildSession,
  overlay: Overlay,
  resources: readonly Resource[],
): readonly Resource[] {
  return itemsAt(overlay.fields, ["patchesJson6902"])
    .flatMap((entry) => readPatches(session, overlay.folder, entry))
    .reduce((all, patch) => applyPatch(session, patch, all), resources);
}

/** An entry is a path, an inline text, or a map with one of both and a target. */
function readPatches(session: BuildSession, folder: string, entry: YamlNode): readonly Patch[] {
  const target = mapAt(entry, ["target"]);
  const inline = entry.kind === "map" ? entry.entries.get("patch") : entry;
  if (inline?.kind === "scalar" && inline.text.includes("\n")) {
    return inlinePatches(session, inline, target);
  }
  const written = entry.kind === "map" ? textAt(entry, ["path"]) : textAt(entry, []);
  if (written === undefined && inline?.kind === "scalar") {
    return inlinePatches(session, inline, target);
  }
  const path = written === undefined ? undefined : resolvePath(folder, written);
  const file = path === undefined ? undefined : readManifest(session, path);
  if (file === undefined) {
    noteProblem(session, entry.place, `The patch ${written ?? ""} is not in the repository.`);
    return [];
  }
  return file.documents.map(({ tree }) => ({ body: tree, target })).filter(isWritten);
}

function inlinePatches(
  session: BuildSession,
  inline: ScalarNode,
  target: MapNode | undefined,
): readonly Patch[] {
  const firstLine = inline.place.line + (inline.text.includes("\n") ? 1 : 0);
  const file = parseEmbedded(inline.text, inline.place, firstLine);
  noteEmbeddedProblems(session, file);
  return file.documents.map(({ tree }) => ({ body: tree, target })).filter(isWritten);
}

function isWritten(patch: { readonly body: YamlNode }): boolean {
  return patch.body.kind !== "scalar";
}

function applyPatch(
  session: BuildSession,
  patch: Patch,
  resources: readonly Resource[],
): readonly Resource[] {
  if (!spend(session, resources.length, patch.body.place.source.file)) return resources;
  try {
    const isTarget = targetTest(patch);
    if (patch.target === undefined && !resources.some(isTarget)) {
      const { kind, name } = identityOf(patchMap(patch));
      noteProblem(session, patch.body.place, `The patch for ${kind} "${name}" fits no resource.`);
    }
    const isAlone = resources.filter(isTarget).length === 1;
    return resources.flatMap((resource) => {
      if (!isTarget(resource)) return [resource];
      const tree = patched(session, patch, resource.tree);
      if (tree === undefined) return [];
      const patches = [...resource.patches, { body: patch.body, isAlone }];
      return [{ ...withTree(resource, tree), patches }];
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    noteProblem(session, patch.body.place, error.message);
    return resources;
  }
}

function patched(session: BuildSession, patch: Patch, tree: MapNode): MapNode | undefined {
  if (patch.body.kind !== "seq") {
    const merged = mergeStrategic(tree, patchMap(patch));
    return merged && withIdentity(merged, tree);
  }
  try {
    return applyJsonPatch(tree, patch.body.items);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    noteProblem(session, patch.body.place, error.message);
    return tree;
  }
}

/** A patch that names its targets by a selector does not rename them. */
function withIdentity(merged: MapNode, original: MapNode): MapNode {
  const name = mapAt(original, ["metadata"])?.entries.get("name");
  const metadata = mapAt(merged, ["metadata"]);
  const kind = original.entries.get("kind");
  if (name === undefined || metadata === undefined || kind === undefined) return merged;
  const entries = new Map(merged.entries)
    .set("kind", kind)
    .set("metadata", { ...metadata, entries: new Map(metadata.entries).set("name", name) });
  return { ...merged, entries };
}

function patchMap(patch: Patch): MapNode {
  if (patch.body.kind === "map") return patch.body;
  throw new DomainError("invalid", "A JSON patch needs a target that says what it applies to.");
}

function targetTest(patch: Patch): (resource: Resource) => boolean {
  if (patch.target !== undefined) return selectorTest(patch.target);
  const wanted = identityOf(patchMap(patch));
  return (resource) =>
    identitiesOf(resource).some(
      (identity) =>
        identity.kind === wanted.kind &&
        identity.group === wanted.group &&
        identity.name === wanted.name &&
        (wanted.namespace === "" || identity.namespace === wanted.namespace),
    );
}

/** Every field of a selector is a regular expression for the whole value. */
function selectorTest(target: MapNode): (resource: Resource) => boolean {
  const fields = ["group", "version", "kind", "name", "namespace"] as const;
  const tests = fields.flatMap((field) => {
    const pattern = stringAt(target, [field]);
    if (pattern === undefined || pattern === "") return [];
    const form = compile(pattern);
    return [(identity: ObjectIdentity) => form.matches(identity[field])];
  });
  const hasLabels = metadataTest(target, "labelSelector", "labels");
  const hasAnnotations = metadataTest(target, "annotationSelector", "annotations");
  return (resource) =>
    hasLabels(resource.tree) &&
    hasAnnotations(resource.tree) &&
    identitiesOf(resource).some((identity) => tests.every((test) => test(identity)));
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch {
    throw new DomainError(
      "invalid",
      `The target's pattern "${pattern}" is not a regular expression.`,
    );
  }
}

/** The equality forms of a selector: `a=b`, `a==b`, `a!=b`, `a` and `!a`, joined by commas. */
function metadataTest(
  target: MapNode,
  selector: string,
  field: string,
): (tree: MapNode) => boolean {
  const terms = (stringAt(target, [selector]) ?? "").split(",").map((term) => term.trim());
  return (tree) =>
    terms.filter(Boolean).every((term) => {
      const [, not, key = "", operator, value] = /^(!?)([^=!]+)(!=|==?)?(.*)$/.exec(term) ?? [];
      const found = textAt(tree, ["metadata", field, key.trim()]);
      if (operator === undefined) return (found === undefined) === (not === "!");
      return (found === value?.trim()) !== (operator === "!=");
    });
}
