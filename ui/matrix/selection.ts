/** Which rows are selected, and where a range would start. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly anchor: string | null;
}

export type SelectionAction =
  | { readonly type: "toggle"; readonly key: string }
  /** From the anchor to `key`, in the order the rows are shown in. */
  | { readonly type: "range"; readonly key: string; readonly order: readonly string[] }
  | { readonly type: "set"; readonly keys: readonly string[] }
  | { readonly type: "clear" };

export const emptySelection: Selection = { keys: new Set(), anchor: null };

/** The selection after an action; rows that are filtered out stay selected. */
export function reduceSelection(state: Selection, action: SelectionAction): Selection {
  switch (action.type) {
    case "toggle":
      return { keys: toggled(state.keys, action.key), anchor: action.key };
    case "range":
      return addRange(state, action.key, action.order);
    case "set":
      return { keys: new Set(action.keys), anchor: action.keys[0] ?? null };
    case "clear":
      return emptySelection;
  }
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

function addRange(state: Selection, key: string, order: readonly string[]): Selection {
  const end = order.indexOf(key);
  const start = state.anchor === null ? end : order.indexOf(state.anchor);
  if (end === -1 || start === -1) {
    return { keys: new Set([...state.keys, key]), anchor: key };
  }
  const span = order.slice(Math.min(start, end), Math.max(start, end) + 1);
  return { keys: new Set([...state.keys, ...span]), anchor: state.anchor ?? key };
}
