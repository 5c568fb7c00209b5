import type { PromoteUrl } from "./promote-url.ts";

const mostInAddress = 50;

/** How a selection travels to the promote page: in the address, or kept in the tab where it is too long. */
export function carrySelection(
  keys: readonly string[],
): Pick<PromoteUrl, "selected" | "selectionId"> {
  if (keys.length <= mostInAddress) return { selected: keys, selectionId: null };
  const id = crypto.randomUUID().slice(0, 8);
  sessionStorage.setItem(storageKey(id), keys.join(","));
  return { selected: null, selectionId: id };
}

/** A selection kept in this tab, separated by commas, or null where this tab does not have it. */
export function keptSelection(id: string): string | null {
  return sessionStorage.getItem(storageKey(id));
}

function storageKey(id: string): string {
  return `stagecoach.selection.${id}`;
}
