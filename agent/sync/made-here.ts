import type { KubeObject } from "#domain/kustomize/render.ts";

import { definedKinds, kindKey } from "./definitions.ts";
import { groupOf } from "./object-reference.ts";

/** What the objects of one sync bring along for each other: their namespaces and the definitions of their kinds. */
export class MadeHere {
  readonly #kinds: ReadonlySet<string>;
  readonly #namespaces: ReadonlySet<string>;

  constructor(objects: readonly KubeObject[]) {
    this.#kinds = definedKinds(objects);
    const namespaces = objects.filter(({ kind }) => kind === "Namespace");
    this.#namespaces = new Set(namespaces.map(({ metadata }) => metadata.name));
  }

  hasKind(object: Pick<KubeObject, "apiVersion" | "kind">): boolean {
    return this.#kinds.has(kindKey(groupOf(object), object.kind));
  }

  hasNamespace({ metadata }: KubeObject): boolean {
    return this.#namespaces.has(metadata.namespace ?? "default");
  }
}
