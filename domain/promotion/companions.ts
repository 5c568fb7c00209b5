import type {
  ManifestContainer,
  ManifestIndex,
  ManifestWorkload,
} from "#domain/manifest/manifest-index.ts";
import type { ImageSite } from "#domain/manifest/site.ts";

import { decideContainer } from "./item.ts";
import type { DecidedItem } from "./item.ts";
import type { PlanWork } from "./plan-work.ts";
import type { ContainerSelection } from "./plan.ts";

/**
 * One entry of a kustomization's `images` may write several containers. Those that nobody selected change along with
 * the selected ones, so the plan names them; where one of them must not change, neither may the selected.
 */
export function withCompanions(
  plan: PlanWork,
  decided: readonly DecidedItem[],
): readonly DecidedItem[] {
  const bySite = containersBySite(plan.index);
  const known = new Set(decided.map(({ item }) => containerKey(item.workload, item.container)));
  const companions = new Map<string, DecidedItem>();
  const result = decided.map((one) => {
    const others = companionsOf(one, bySite).filter(
      ({ workload, container }) => !known.has(containerKey(workload.key, container.name)),
    );
    for (const { workload, container } of others) {
      const companion = decideCompanion(plan, { workload, container, leader: one });
      if (companion.edits.length === 0) return held(one, workload, companion);
      companions.set(containerKey(workload.key, container.name), companion);
    }
    return one;
  });
  return [...result, ...companions.values()];
}

interface Written {
  readonly workload: ManifestWorkload;
  readonly container: ManifestContainer;
}

/** Container → all containers that its image's place writes, itself included. */
function containersBySite(index: ManifestIndex): ReadonlyMap<string, readonly Written[]> {
  const all = [...index.workloads.values()].flatMap((workload) =>
    workload.containers.map((container) => ({ workload, container })),
  );
  const groups = Map.groupBy(all, ({ container }) => siteKey(container.site));
  return new Map(
    [...groups.values()].flatMap((group) =>
      group.map(({ workload, container }) => [containerKey(workload.key, container.name), group]),
    ),
  );
}

function companionsOf(
  { item, edits }: DecidedItem,
  bySite: ReadonlyMap<string, readonly Written[]>,
): readonly Written[] {
  if (edits.length === 0) return [];
  return bySite.get(containerKey(item.workload, item.container)) ?? [];
}

function decideCompanion(
  plan: PlanWork,
  { workload, container, leader }: Written & { readonly leader: DecidedItem },
): DecidedItem {
  const chosen: ContainerSelection = { name: container.name, image: leader.item.to ?? undefined };
  const { item, edits } = decideContainer({ plan, workload, container, chosen, liftLock: false });
  return { item: { ...item, flags: [...item.flags, "together"] }, edits };
}

function held(one: DecidedItem, { key }: ManifestWorkload, companion: DecidedItem): DecidedItem {
  const why = companion.item.reason?.code === "locked" ? "is locked" : "must not change";
  const detail = `The entry that sets its image sets that of ${key} too, which ${why}.`;
  return {
    item: { ...one.item, outcome: "skipped", reason: { code: "edit-refused", detail }, flags: [] },
    edits: [],
  };
}

function containerKey(workload: string, container: string): string {
  return `${workload} ${container}`;
}

function siteKey({ file, document, insertAt, scalars }: ImageSite): string {
  return JSON.stringify([file, document, insertAt?.path ?? scalars[0]?.path ?? []]);
}
