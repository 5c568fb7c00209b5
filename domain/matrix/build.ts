import { parseWorkloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { parseImageRef } from "#domain/image/ref.ts";
import { isSameImage } from "#domain/image/same-image.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import { workloadHealth } from "#domain/rollout/status.ts";
import { candidatesFor } from "#domain/tag-policy/candidates.ts";
import type { Candidates, ImageKnowledge } from "#domain/tag-policy/candidates.ts";
import { tagDistance } from "#domain/tag-policy/distance.ts";

import type {
  CellContainer,
  CellState,
  Distance,
  LatestImage,
  MatrixCell,
  MatrixRow,
} from "./model.ts";

/** What one cluster says and should say about one workload. */
export interface CellInput {
  readonly observed: ObservedWorkload | null;
  readonly manifest: {
    readonly containers: readonly { readonly name: string; readonly image: string }[];
    readonly locked: boolean;
    readonly filters: Readonly<Record<string, string>>;
  } | null;
}

/** Builds a row; cells are in column order, null where the workload is not in the cluster. */
export function buildRow(input: {
  readonly key: WorkloadKey;
  readonly cells: readonly CellInput[];
  readonly images: ImageKnowledge;
}): MatrixRow {
  const { key, images } = input;
  const identity = parseWorkloadKey(key) ?? { namespace: "", kind: "", name: key };
  const latest = new Map<string, LatestImage>();
  const cells = input.cells.map((cell) =>
    cell.observed ? buildCell(cell, cell.observed, { images, latest }) : null,
  );
  return { key, ...identity, latest: [...latest.values()], cells };
}

interface RowScope {
  readonly images: ImageKnowledge;
  /** Filled while cells are built: the first cluster of the pipeline decides what "newest" means. */
  readonly latest: Map<string, LatestImage>;
}

function buildCell(
  { manifest }: CellInput,
  observed: ObservedWorkload,
  scope: RowScope,
): MatrixCell {
  const containers = observed.containers.map(({ name, init, image }): CellContainer => {
    const candidates = candidatesFor({
      image,
      filter: manifest?.filters[name],
      knowledge: scope.images,
    });
    noteLatest(scope.latest, name, candidates);
    return { name, init, image, distance: distanceOf(image, candidates) };
  });
  const health = workloadHealth(observed);
  return {
    containers,
    state: stateOf(health.state),
    ready: observed.replicas.ready,
    desired: observed.replicas.desired,
    message: health.state === "ready" ? "" : health.message,
    drift: manifest !== null && drifts(observed, manifest.containers),
    locked: manifest?.locked ?? false,
    inConfig: manifest !== null,
  };
}

function noteLatest(
  latest: Map<string, LatestImage>,
  container: string,
  candidates: Candidates | null,
): void {
  const newest = candidates?.ranked[0];
  if (!newest || latest.has(container)) return;
  latest.set(container, { container, tag: newest.tag, createdAt: newest.createdAt ?? null });
}

function distanceOf(image: string, candidates: Candidates | null): Distance {
  if (!candidates?.knowledge?.scanned) return { kind: "unknown" };
  const newest = candidates.ranked[0];
  const tag = parseImageRef(image).tag;
  if (!newest || tag === undefined) return { kind: "different" };
  const distance = tagDistance({ ranked: candidates.ranked, from: tag, to: newest.tag });
  switch (distance.kind) {
    case "same":
      return { kind: "latest" };
    case "behind":
      return distance;
    case "ahead":
      return { kind: "ahead" };
    case "different":
      return { kind: "different" };
  }
}

function stateOf(state: ReturnType<typeof workloadHealth>["state"]): CellState {
  switch (state) {
    case "ready":
      return "ok";
    case "progressing":
      return "rolling";
    case "failing":
      return "failing";
    case "waiting":
      return "waiting";
  }
}

function drifts(
  observed: ObservedWorkload,
  written: readonly { readonly name: string; readonly image: string }[],
): boolean {
  return written.some(({ name, image }) => {
    const running = observed.containers.find((container) => container.name === name);
    return running !== undefined && !isSameImage(image, running.image);
  });
}
