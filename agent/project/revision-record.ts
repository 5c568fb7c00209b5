import { z } from "zod";

import type { CachedObject } from "#agent/watch/object-cache.ts";

import { Metadata, controllerOf } from "./metadata.ts";
import type { Owner } from "./metadata.ts";

/** What is kept of a ControllerRevision: which hash is a DaemonSet's newest. */
export interface RevisionRecord extends CachedObject {
  readonly owner: Owner | null;
  readonly number: number;
  readonly hash: string;
}

const ControllerRevision = z.object({ metadata: Metadata, revision: z.int() });

/** What is kept of a ControllerRevision; its data, a whole pod template, is not. */
export function revisionRecord(object: unknown): RevisionRecord {
  const { metadata, revision } = ControllerRevision.parse(object);
  const { uid, namespace, name, labels } = metadata;
  const hash = labels?.["controller-revision-hash"] ?? "";
  return { uid, namespace, name, owner: controllerOf(metadata), number: revision, hash };
}
