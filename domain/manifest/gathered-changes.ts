import { insertBranches } from "./insert-branches.ts";
import type { NewLeaf } from "./insert-branches.ts";
import { insertEntries } from "./insert-entry.ts";
import { sharedValue, withSplice } from "./planned-change.ts";
import type { PlannedChange } from "./planned-change.ts";

/** All that is added to one list is written in one place; the first of the changes carries it. */
export function entryChanges(
  text: string,
  changes: readonly PlannedChange[],
): readonly PlannedChange[] {
  const added = changes.flatMap((change) => {
    const { located } = change;
    return located.kind === "entry" ? [{ change, located }] : [];
  });
  const lists = Map.groupBy(added, ({ change, located }) =>
    JSON.stringify([change.edit.document, located.spot.key]),
  );
  return [...lists.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    const entries = new Map<string, Map<string, string>>();
    for (const { change, located } of group) {
      const entry = entries.get(located.name) ?? new Map([["name", located.name]]);
      if ((entry.get(located.field) ?? change.to) !== change.to) throw sharedValue(change);
      entries.set(located.name, entry.set(located.field, change.to));
    }
    const splice = insertEntries(text, first.located.spot, [...entries.values()]);
    return [withSplice(first.change, splice), ...others.map(({ change }) => change)];
  });
}

/** What a map lacks and no line of its own could hold is added at its end, all in one place. */
export function branchChanges(
  text: string,
  changes: readonly PlannedChange[],
): readonly PlannedChange[] {
  const added = changes.flatMap((change) => {
    const { located } = change;
    return located.kind === "gap" && change.splice === undefined ? [{ change, located }] : [];
  });
  const rooms = Map.groupBy(added, ({ located: { room } }) =>
    room.kind === "map" ? room.map : room.pair,
  );
  return [...rooms.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    const leaves = new Map<string, NewLeaf>();
    for (const { change, located } of group) {
      const key = JSON.stringify(located.keys);
      if ((leaves.get(key)?.value ?? change.to) !== change.to) throw sharedValue(change);
      leaves.set(key, { keys: located.keys, value: change.to });
    }
    const splice = insertBranches(text, first.located.room, [...leaves.values()]);
    return [withSplice(first.change, splice), ...others.map(({ change }) => change)];
  });
}
