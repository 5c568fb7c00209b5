import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import {
  emptyMap,
  itemsAt,
  mapAt,
  stringAt,
  textAt,
  textNode,
  withEntry,
} from "#domain/manifest/yaml-node.ts";
import type { MapNode, Place, YamlNode } from "#domain/manifest/yaml-node.ts";

import { noteProblem } from "./build-session.ts";
import type { BuildSession } from "./build-session.ts";
import { resolvePath } from "./file-tree.ts";
import { applyMetadata } from "./labels.ts";
import type { Overlay } from "./overlay-fields.ts";
import { newResource, withTree } from "./resource.ts";
import type { Resource } from "./resource.ts";

const generators = [
  { field: "configMapGenerator", kind: "ConfigMap", data: "data" },
  { field: "secretGenerator", kind: "Secret", data: "stringData" },
] as const;

type Generator = (typeof generators)[number];

/**
 * The resources with the config maps and secrets that a kustomization generates. Names get no content hash, so a
 * changed value does not restart pods by itself; secrets carry `stringData`, which a cluster encodes.
 */
export function generateResources(
  session: BuildSession,
  overlay: Overlay,
  resources: readonly Resource[],
): readonly Resource[] {
  return generators.reduce<readonly Resource[]>((all, generator) => {
    const entries = itemsAt(overlay.fields, [generator.field]);
    return entries.reduce(
      (some, entry) => addGenerated(session, { ...overlay, generator, entry }, some),
      all,
    );
  }, resources);
}

interface Generation extends Overlay {
  readonly generator: Generator;
  readonly entry: YamlNode;
}

function addGenerated(
  session: BuildSession,
  generation: Generation,
  resources: readonly Resource[],
): readonly Resource[] {
  const { generator, entry, fields } = generation;
  const { kind, data } = generator;
  const values = readValues(session, generation);
  const behavior = stringAt(entry, ["behavior"]) ?? "create";
  if (behavior === "create") {
    const made = withEntry(skeleton(entry, kind), data, values);
    const tree = [mapAt(fields, ["generatorOptions"]), mapAt(entry, ["options"])].reduce(
      applyMetadata,
      made,
    );
    return [...resources, newResource(tree)];
  }
  const name = stringAt(entry, ["name"]);
  return resources.map((resource) => {
    const identity = identityOf(resource.tree);
    if (identity.kind !== kind || identity.name !== name) return resource;
    const old = behavior === "merge" ? mapAt(resource.tree, [data])?.entries : undefined;
    const merged = { ...values, entries: new Map([...(old ?? []), ...values.entries]) };
    return withTree(resource, withEntry(resource.tree, data, merged));
  });
}

function skeleton(entry: YamlNode, kind: string): MapNode {
  const { place } = entry;
  const names = ["name", "namespace"].flatMap((field): [string, YamlNode][] => {
    const text = textAt(entry, [field]);
    return text === undefined ? [] : [[field, textNode(text, place)]];
  });
  const metadata: MapNode = { ...emptyMap(place), entries: new Map(names) };
  const entries = new Map<string, YamlNode>()
    .set("apiVersion", textNode("v1", place))
    .set("kind", textNode(kind, place))
    .set("metadata", metadata);
  const type = textAt(entry, ["type"]);
  if (kind === "Secret") entries.set("type", textNode(type ?? "Opaque", place));
  return { kind: "map", entries, place };
}

function readValues(session: BuildSession, generation: Generation): MapNode {
  const { entry } = generation;
  const envFile = textAt(entry, ["env"]);
  const envs = [...texts(entry, "envs"), ...(envFile === undefined ? [] : [envFile])];
  const { place } = entry;
  const pairs = [
    ...texts(entry, "literals").map((literal) => literalPair(literal)),
    ...envs.flatMap((file) => envPairs(readText(session, generation, file))),
  ];
  const nodes = pairs.map(([key, value]): [string, YamlNode] => [key, textNode(value, place)]);
  const files = texts(entry, "files").map((file) => fileEntry(session, generation, file));
  return { kind: "map", entries: new Map([...nodes, ...files]), place };
}

function texts(entry: YamlNode, field: string): readonly string[] {
  return itemsAt(entry, [field]).flatMap((item) => textAt(item, []) ?? []);
}

type Pair = readonly [key: string, value: string];

function literalPair(literal: string): Pair {
  const at = literal.indexOf("=");
  const value = literal.slice(at + 1);
  return [literal.slice(0, at), /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value];
}

/** The text of a whole file stands where the file's first document begins. */
function fileEntry(
  session: BuildSession,
  generation: Generation,
  written: string,
): readonly [string, YamlNode] {
  const at = written.indexOf("=");
  const path = written.slice(at + 1);
  const key = at === -1 ? path.slice(path.lastIndexOf("/") + 1) : written.slice(0, at);
  const file = resolvePath(generation.folder, path) ?? "";
  const place: Place = { source: { file, document: 0 }, parent: null, key: "", line: 1 };
  return [key, textNode(readText(session, generation, path), place)];
}

function envPairs(text: string): readonly Pair[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter((line) => line.includes("=") && !line.startsWith("#"))
    .map((line): Pair => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
}

function readText(session: BuildSession, generation: Generation, written: string): string {
  const path = resolvePath(generation.folder, written);
  const { text, manifest } = session.tree;
  const found = path === undefined ? undefined : (text ?? ((at) => manifest(at)?.text))(path);
  if (path !== undefined && found !== undefined) {
    session.files.add(path);
    return found;
  }
  if (text !== undefined || /\.ya?ml$/.test(written)) {
    const message = `The file ${written} is not in the repository.`;
    noteProblem(session, generation.entry.place, message);
  }
  return "";
}
