import { at, isList, isObject, textAt, type Json } from "./json.ts";
import type { KubeObject } from "./object.ts";
import type { Resource } from "./resource.ts";

export interface ResourceName {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

/** Which resources the API serves now: the built-in ones and those of CustomResourceDefinitions. */
export class ResourceCatalog {
  readonly #builtIn: readonly Resource[];
  readonly #custom = new Map<string, readonly Resource[]>();

  constructor(builtIn: readonly Resource[]) {
    this.#builtIn = builtIn;
  }

  all(): readonly Resource[] {
    return [...this.#builtIn, ...[...this.#custom.values()].flat()];
  }

  find({ group, version, plural }: ResourceName): Resource | undefined {
    function same(r: Resource) {
      return r.group === group && r.version === version && r.plural === plural;
    }
    return this.#builtIn.find(same) ?? this.#custom.get(`${plural}.${group}`)?.find(same);
  }

  findKind({ apiVersion, kind }: { apiVersion: string; kind: string }): Resource | undefined {
    return this.all().find(
      (r) => r.kind === kind && (r.group ? `${r.group}/${r.version}` : r.version) === apiVersion,
    );
  }

  /** Serves what the definition describes: its storage version. */
  register(definition: KubeObject): void {
    this.#custom.set(definition.metadata.name, resourcesOf(definition));
  }

  unregister(definitionName: string): readonly Resource[] {
    const resources = this.#custom.get(definitionName) ?? [];
    this.#custom.delete(definitionName);
    return resources;
  }
}

function resourcesOf(definition: KubeObject): readonly Resource[] {
  const versions = at(definition, "spec", "versions");
  if (!isList(versions)) return [];
  return versions
    .filter((version) => at(version, "storage") === true)
    .map((version) => ({
      group: textAt(definition, "spec", "group"),
      version: textAt(version, "name"),
      plural: textAt(definition, "spec", "names", "plural"),
      singular: textAt(definition, "spec", "names", "singular"),
      kind: textAt(definition, "spec", "names", "kind"),
      namespaced: at(definition, "spec", "scope") === "Namespaced",
      shortNames: texts(at(definition, "spec", "names", "shortNames")),
      categories: texts(at(definition, "spec", "names", "categories")),
      subresources: isObject(at(version, "subresources", "status")) ? ["status"] : [],
      counted: true,
      builtIn: false,
    }));
}

function texts(value: Json | undefined): readonly string[] {
  return isList(value) ? value.map((item) => textAt(item)) : [];
}
