import { DomainError } from "#domain/error.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { formatImageRef, parseImageRef } from "#domain/image/ref.ts";
import { editsForImage } from "#domain/manifest/edit.ts";
import type { ManifestContainer, ManifestWorkload } from "#domain/manifest/manifest-index.ts";

import { isTagAllowed } from "./allowed-tag.ts";
import { linkBetween } from "./compare-link.ts";
import { versionFlags } from "./flags.ts";
import type { PlanWork } from "./plan-work.ts";
import type { ContainerSelection, ItemFlag, PlanItem, PlannedEdit } from "./plan.ts";
import { isExpected } from "./precondition.ts";
import type { ItemReason } from "./reason.ts";
import { wantedImage } from "./wanted.ts";

export interface DecidedItem {
  readonly item: PlanItem;
  readonly edits: readonly PlannedEdit[];
}

/** A container that the target's files define, and how it was chosen. */
export interface ChosenContainer {
  readonly plan: PlanWork;
  readonly workload: ManifestWorkload;
  readonly container: ManifestContainer;
  readonly chosen: ContainerSelection;
  /** Whether the workload's lock does not hold for this release. */
  readonly liftLock: boolean;
}

/** Decides about one container that the target's files define. */
export function decideContainer(input: ChosenContainer): DecidedItem {
  const { plan, workload, container, chosen, liftLock } = input;
  const base = describeContainer(plan, workload, container);
  if (workload.locked && !liftLock) {
    const { by = null, message = null } = workload.locked;
    return refuse(base, "skipped", { code: "locked", by, message });
  }
  try {
    if (!isExpected(chosen.current, container.image)) {
      const outcome = plan.scope.skipMismatches ? "skipped" : "failed";
      const expected = chosen.current ?? "";
      return refuse(base, outcome, { code: "mismatch", expected, actual: container.image });
    }
    const filter = workload.filters[container.name];
    const { image } = container;
    const wanted = wantedImage({ plan, workload: workload.key, image, filter, chosen });
    if (wanted.kind === "none") return refuse(base, wanted.outcome, wanted.reason);
    return decideImage(input, base, formatImageRef(wanted.image));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refuse(base, "failed", { code: "edit-refused", detail: error.message });
  }
}

function decideImage(input: ChosenContainer, described: PlanItem, to: string): DecidedItem {
  const { plan, container } = input;
  const base = { ...described, to, offered: described.offered ?? to };
  if (to === container.image) {
    return refuse(base, "up-to-date", { code: "up-to-date", image: to });
  }
  const edits = editsForImage(container.site, parseImageRef(to));
  const shared = sharedFile(plan, edits);
  if (shared) return refuse(base, "skipped", shared);
  const [from, target] = [parseImageRef(container.image), parseImageRef(to)];
  const flags = [...versionFlags(from, target, plan.images), ...placeFlags(input, target.tag)];
  if (base.running === null) flags.push("not-running");
  const compareUrl = linkBetween(from, target, plan.images);
  return {
    item: { ...base, outcome: "update", reason: null, flags, compareUrl },
    edits: edits.map((edit) => ({ ...edit, workload: base.workload, container: base.container })),
  };
}

/** What stands out about the place that is edited. */
function placeFlags(
  { workload, container }: ChosenContainer,
  tag: string | undefined,
): readonly ItemFlag[] {
  const flags: ItemFlag[] = [];
  if (workload.locked) flags.push("lock-lifted");
  if (!isTagAllowed(workload.filters[container.name], tag)) flags.push("outside-filter");
  if (container.overridden) flags.push("overlay");
  if (container.site.marker !== undefined) flags.push("image-automation");
  return flags;
}

function sharedFile(
  plan: PlanWork,
  edits: readonly { readonly file: string }[],
): ItemReason | null {
  for (const { file } of edits) {
    const clusters = plan.sharedFiles.get(file);
    if (clusters && clusters.length > 0) return { code: "shared-file", file, clusters };
  }
  return null;
}

/** An item for a container that the files define, and about which nothing more is to be decided. */
export function refuseContainer(
  { plan, workload, container }: Pick<ChosenContainer, "plan" | "workload" | "container">,
  reason: ItemReason,
): DecidedItem {
  return refuse(describeContainer(plan, workload, container), "skipped", reason);
}

function describeContainer(
  plan: PlanWork,
  workload: ManifestWorkload,
  container: ManifestContainer,
): PlanItem {
  return {
    ...blankItem(plan, workload.key, container.name),
    init: container.init,
    from: container.image,
    file: container.site.file,
    line: container.site.line,
  };
}

/** An item for a container that no file of the target defines. */
export function decideUndefined(input: {
  readonly plan: PlanWork;
  readonly workload: WorkloadKey;
  readonly container: string;
  readonly reason: ItemReason;
  readonly outcome: "skipped" | "failed";
}): DecidedItem {
  const { plan, workload, container, reason, outcome } = input;
  return refuse(blankItem(plan, workload, container), outcome, reason);
}

function blankItem(plan: PlanWork, workload: WorkloadKey, container: string): PlanItem {
  const offer = plan.offers.get(workload);
  const source = offer?.kind === "workload" ? offer : null;
  return {
    workload,
    container,
    init: false,
    outcome: "skipped",
    reason: null,
    from: null,
    to: null,
    offered: source?.images.get(container) ?? null,
    sourceWorkload: source && source.key !== workload ? source.key : null,
    running: plan.target.running.get(workload)?.get(container) ?? null,
    file: null,
    line: null,
    flags: [],
    compareUrl: null,
  };
}

function refuse(base: PlanItem, outcome: PlanItem["outcome"], reason: ItemReason): DecidedItem {
  return { item: { ...base, outcome, reason }, edits: [] };
}
