import type { ObjectDiff, SyncDiff } from "#contracts/agent-diff.ts";
import { renderPath } from "#domain/kustomize/render.ts";
import type { KubeObject } from "#domain/kustomize/render.ts";

import { diffFields } from "./diff-fields.ts";
import { inParallel } from "./in-parallel.ts";
import { inventoryReference } from "./inventory.ts";
import { annotationsOf, hasSameContent } from "./live-objects.ts";
import { MadeHere } from "./made-here.ts";
import { ignoredBy } from "./object-marks.ts";
import { referenceKey, referenceOf } from "./object-reference.ts";
import { placeObject } from "./place-object.ts";
import { planPrune } from "./plan-prune.ts";
import { kindRefusal, readRefusal } from "./refusal.ts";
import { objectPath } from "./resource-kinds.ts";
import { openRun } from "./run-sync.ts";
import type { SyncInput, SyncRun } from "./sync-run.ts";

const mostObjects = 100;
/** Leaves room in a frame for the rest of the answer. */
const mostBytes = 160 * 1024;
const mostProblems = 50;

/**
 * How the cluster differs from the folder `root`: what a sync would create, change and delete, and what the cluster
 * would refuse, found by applying everything as a dry run. Changes nothing.
 */
export async function diffCluster(input: SyncInput): Promise<SyncDiff> {
  const { objects, problems } = renderPath({ files: input.files, root: input.root });
  const run = openRun(input);
  const madeHere = new MadeHere(objects);
  const wanted = new Set<string>();
  const found: ObjectDiff[] = [];
  let same = 0;
  async function look(object: KubeObject): Promise<void> {
    const diff = await diffObject(run, { object, wanted, madeHere });
    if (diff === null) same += 1;
    else found.push(diff);
  }
  await inParallel(objects, { lanes: input.lanes, work: look });
  // Without a part of git it is not known what is gone from it.
  if (problems.length === 0) found.push(...goneFromGit(input, wanted));
  const told = fitting(found.toSorted(byName));
  return {
    revision: input.revision,
    same,
    objects: told,
    more: found.length - told.length,
    problems: problems
      .slice(0, mostProblems)
      .map(({ file, line, message }) => `${file}:${line}: ${message}`.slice(0, 1_000)),
  };
}

/** Null where the object is as git says, or is kept as it is. */
async function diffObject(
  run: SyncRun,
  about: {
    readonly object: KubeObject;
    readonly wanted: Set<string>;
    readonly madeHere: MadeHere;
  },
): Promise<ObjectDiff | null> {
  const { kinds, input, objects } = run;
  const { object: written, wanted, madeHere } = about;
  let placed = written;
  try {
    const resource = await kinds.find(written, input.signal);
    if (resource === null) {
      if (madeHere.hasKind(written)) return diffOf(written, "create", "");
      return diffOf(written, "refused", kindRefusal(written, false).message);
    }
    placed = placeObject(written, resource.namespaced);
    const reference = referenceOf(placed);
    wanted.add(referenceKey(reference));
    const path = objectPath(reference, resource);
    const live = await objects.read(path);
    if (ignoredBy(annotationsOf(placed)) ?? (live && ignoredBy(annotationsOf(live)))) return null;
    const after = await objects.apply(path, placed, { force: true, dryRun: true });
    if (live === null) return diffOf(placed, "create", "");
    if (hasSameContent(live, after)) return null;
    return { ...diffOf(placed, "update", ""), fields: [...diffFields(live, after)] };
  } catch (error) {
    if (input.signal.aborted) throw error;
    const { reason, message } = readRefusal(error, placed);
    const isCreated = reason === "no-such-namespace" && madeHere.hasNamespace(placed);
    return isCreated ? diffOf(placed, "create", "") : diffOf(placed, "refused", message);
  }
}

function goneFromGit({ inventory }: SyncInput, wanted: ReadonlySet<string>): readonly ObjectDiff[] {
  const { asks } = planPrune({ inventory, wanted, consents: new Set() });
  return [...inventory].flatMap(([key, entry]) => {
    if (wanted.has(key)) return [];
    const { kind, namespace, name } = inventoryReference(key, entry);
    const message = asks.has(key) ? "It stays until a person agrees to delete it." : "";
    return [{ kind, namespace, name, change: "delete" as const, message, fields: [] }];
  });
}

function fitting(diffs: readonly ObjectDiff[]): ObjectDiff[] {
  let bytes = 0;
  return diffs.slice(0, mostObjects).filter((diff) => {
    bytes += Buffer.byteLength(JSON.stringify(diff));
    return bytes <= mostBytes;
  });
}

function diffOf(object: KubeObject, change: ObjectDiff["change"], message: string): ObjectDiff {
  const { kind, namespace, name } = referenceOf(object);
  return { kind, namespace, name, change, message, fields: [] };
}

function byName(a: ObjectDiff, b: ObjectDiff): number {
  const [one, other] = [a, b].map(({ kind, namespace, name }) => `${namespace}/${kind}/${name}`);
  return (one ?? "") < (other ?? "") ? -1 : 1;
}
