import type { KubeObject } from "./object.ts";
import type { Resource } from "./resource.ts";

type ChangeType = "ADDED" | "MODIFIED" | "DELETED";

/** One change of one object. `object` of a deletion is its last state under the deletion's version. */
export interface Change {
  readonly type: ChangeType;
  readonly resource: Resource;
  readonly object: KubeObject;
  readonly previous: KubeObject | null;
  readonly version: number;
}
