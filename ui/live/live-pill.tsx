"use client";
import { useContext, useSyncExternalStore } from "react";

import { classNames } from "#ui/components/class-names.ts";
import { age } from "#ui/components/relative-time.ts";
import { useNow } from "#ui/components/ticker.ts";

import type { LiveState } from "./hub.ts";
import { LiveContext } from "./live-context.ts";

const connecting: LiveState = { status: "connecting", since: null };

/** Whether what is shown is current, in words. */
export function LivePill() {
  const hub = useContext(LiveContext);
  const state = useSyncExternalStore(
    hub?.watch ?? watchNothing,
    hub?.state ?? (() => connecting),
    () => connecting,
  );
  const now = useNow();
  const live = state.status === "live";
  return (
    <span className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-2">
      <i
        aria-hidden="true"
        className={classNames(
          "size-[7px] rounded-full",
          live ? "bg-ok ring-3 ring-ok-wash" : "bg-behind-mark ring-3 ring-behind-wash",
        )}
      />
      {sentence(state, now)}
    </span>
  );
}

function watchNothing(): () => void {
  return () => {};
}

function sentence({ status, since }: LiveState, now: number | null): string {
  switch (status) {
    case "live":
      return "Live";
    case "connecting":
      return "Connecting…";
    case "paused":
      return "Paused";
    case "reconnecting":
      return since === null || now === null
        ? "Reconnecting…"
        : `Reconnecting… (data ${age(since, now).replace("just now", "a moment")} old)`;
  }
}
