import type { MapNode } from "#domain/manifest/yaml-node.ts";

/** Fields of a kustomization and the folder that their relative paths start from. */
export interface Overlay {
  readonly fields: MapNode;
  readonly folder: string;
}
