import { DomainError } from "#domain/error.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { formatImageRef, parseImageRef } from "#domain/image/ref.ts";
import { editsForImage } from "#domain/manifest/edit.ts";
import type { ManifestContainer, ManifestWorkload } from "#domain/manifest/manifest-index.ts";

import { versionFlags } from "./flags.ts";
import type { PlanInput } from "./plan-input.ts";
import type { ItemFlag, PlanItem, PlannedEdit } from "./plan.ts";
import type { ItemReason } from "./reason.ts";
import { wantedImage } from "./wanted.ts";

export interface DecidedItem {
  readonly item: PlanItem;
  readonly edits: readonly PlannedEdit[];
}

/** Decides about one container that the target's files define. */
export function decideContainer(input: {
  readonly plan: PlanInput;
  readonly workload: ManifestWorkload;
  readonly container: ManifestContainer;
  readonly tag: string | undefined;
}): DecidedItem {
  const { plan, workload, container, tag } = input;
  const base = describeContainer(plan, workload, container);
  if (workload.locked) {
    const { by = null, message = null } = workload.locked;
    return refuse(base, "skipped", { code: "locked", by, message });
  }
  try {
    const wanted = wantedImage({
      workload: workload.key,
      container: container.name,
      image: container.image,
      filter: workload.filters[container.name],
      tag,
      source: plan.source,
      images: plan.images,
    });
    if (wanted.kind === "none") return refuse(base, wanted.outcome, wanted.reason);
    return decideImage({ plan, base, container, to: formatImageRef(wanted.image) });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refuse(base, "failed", { code: "edit-refused", detail: error.message });
  }
}

function decideImage(input: {
  readonly plan: PlanInput;
  readonly base: PlanItem;
  readonly container: ManifestContainer;
  readonly to: string;
}): DecidedItem {
  const { plan, base, container, to } = input;
  if (to === container.image) {
    return refuse({ ...base, to }, "up-to-date", { code: "up-to-date", image: to });
  }
  const target = parseImageRef(to);
  const edits = editsForImage(container.site, target);
  const shared = sharedFile(plan, edits);
  if (shared) return refuse({ ...base, to }, "skipped", shared);
  const flags: ItemFlag[] = [...versionFlags(parseImageRef(container.image), target, plan.images)];
  if (container.overridden) flags.push("overlay");
  if (base.running === null) flags.push("not-running");
  return {
    item: { ...base, outcome: "update", reason: null, to, flags },
    edits: edits.map((edit) => ({ ...edit, workload: base.workload, container: base.container })),
  };
}

function sharedFile(
  plan: PlanInput,
  edits: readonly { readonly file: string }[],
): ItemReason | null {
  for (const { file } of edits) {
    const clusters = plan.sharedFiles.get(file);
    if (clusters && clusters.length > 0) return { code: "shared-file", file, clusters };
  }
  return null;
}

function describeContainer(
  plan: PlanInput,
  workload: ManifestWorkload,
  container: ManifestContainer,
): PlanItem {
  return {
    workload: workload.key,
    container: container.name,
    init: container.init,
    outcome: "skipped",
    reason: null,
    from: container.image,
    to: null,
    running: plan.target.running.get(workload.key)?.get(container.name) ?? null,
    file: container.site.file,
    line: container.site.line,
    flags: [],
  };
}

/** An item for a container that no file of the target defines. */
export function decideUndefined(input: {
  readonly plan: PlanInput;
  readonly workload: WorkloadKey;
  readonly container: string;
  readonly reason: ItemReason;
  readonly outcome: "skipped" | "failed";
}): DecidedItem {
  const { plan, workload, container, reason, outcome } = input;
  const item: PlanItem = {
    workload,
    container,
    init: false,
    outcome,
    reason,
    from: null,
    to: null,
    running: plan.target.running.get(workload)?.get(container) ?? null,
    file: null,
    line: null,
    flags: [],
  };
  return { item, edits: [] };
}

function refuse(base: PlanItem, outcome: PlanItem["outcome"], reason: ItemReason): DecidedItem {
  return { item: { ...base, outcome, reason }, edits: [] };
}
