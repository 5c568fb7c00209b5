"use client";
import { useEffect, useRef } from "react";

export type KeyTable = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** The name that a key table uses: `p`, `?`, `mod+Enter`. */
export function keyName(event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey">): string {
  return event.metaKey || event.ctrlKey ? `mod+${event.key}` : event.key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = target.closest("input, textarea, select, [contenteditable]");
  return field !== null && field.getAttribute("type") !== "checkbox";
}

/** Page-wide shortcuts. Single keys are left alone while someone types or a dialog or menu is open. */
export function useKeys(table: KeyTable): void {
  const current = useRef(table);
  useEffect(() => {
    current.current = table;
  });
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      const name = keyName(event);
      if (event.defaultPrevented || event.altKey) return;
      const typing = isTyping(event.target);
      if (typing && !name.startsWith("mod+")) return;
      if (document.querySelector("[role=dialog], [role=menu], [role=listbox]")) return;
      const act = current.current[name];
      if (!act) return;
      event.preventDefault();
      act(event);
    }
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}
