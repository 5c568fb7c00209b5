"use client";
import { createContext, useContext, useEffect, useRef } from "react";

import type { LiveHub, LiveListener } from "./hub.ts";

/** The hub of the open organization; null while the server renders. */
export const LiveContext = createContext<LiveHub | null>(null);

/** Listens to the organization's events for as long as the component is shown. */
export function useLiveEvents(listener: LiveListener): void {
  const hub = useContext(LiveContext);
  const current = useRef(listener);
  useEffect(() => {
    current.current = listener;
  });
  useEffect(
    () =>
      hub?.subscribe({
        after: current.current.after,
        onEvent: (event) => current.current.onEvent(event),
        onReset: () => current.current.onReset(),
      }),
    [hub],
  );
}
