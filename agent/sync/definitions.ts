import { z } from "zod";

import type { KubeObject } from "#domain/kustomize/render.ts";

import { BackOff } from "./back-off.ts";
import type { Patience } from "./back-off.ts";
import type { LiveObjects } from "./live-objects.ts";

const Spec = z.object({ group: z.string(), names: z.object({ kind: z.string() }) });
const Status = z.object({
  conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
});
/** A definition that takes longer has something wrong with it, which its objects will tell. */
const establishMs = 15_000;

/** `group|Kind` of what the definitions among the objects define. */
export function definedKinds(objects: readonly KubeObject[]): ReadonlySet<string> {
  const keys = objects.filter(isDefinition).flatMap(({ spec }) => {
    const { success, data } = Spec.safeParse(spec);
    return success ? [kindKey(data.group, data.names.kind)] : [];
  });
  return new Set(keys);
}

export function kindKey(group: string, kind: string): string {
  return `${group}|${kind}`;
}

export function isDefinition({ kind }: Pick<KubeObject, "kind">): boolean {
  return kind === "CustomResourceDefinition";
}

/** Waits until the API server serves what the definition at this path defines, or the time for it is up. */
export async function untilEstablished(
  path: string,
  options: {
    readonly objects: LiveObjects;
    readonly patience: Patience;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { objects, patience, signal } = options;
  const backOff = new BackOff({ ...patience, retryMs: establishMs }, signal);
  do {
    const { data } = Status.safeParse((await objects.read(path))?.["status"]);
    const conditions = data?.conditions ?? [];
    if (conditions.some(({ type, status }) => type === "Established" && status === "True")) return;
  } while (await backOff.pause());
}
