import type { StreamEvent } from "#contracts/events.ts";

/** An event with its number within the organization. */
export interface LiveEvent {
  readonly seq: number;
  readonly event: StreamEvent;
}

export type LiveStatus = "connecting" | "live" | "reconnecting" | "paused";

/** What tabs of one browser tell each other. */
export type TabMessage =
  | { readonly type: "status"; readonly status: LiveStatus }
  | { readonly type: "events"; readonly events: readonly LiveEvent[] }
  | { readonly type: "reset"; readonly last: number }
  /** A tab joins and has everything up to `after`; null: whatever comes from now on. */
  | { readonly type: "hello"; readonly tab: string; readonly after: number | null }
  /** The leader's answer: what the tab missed, or null where that is no longer kept. */
  | {
      readonly type: "welcome";
      readonly tab: string;
      readonly status: LiveStatus;
      readonly from: number;
      readonly events: readonly LiveEvent[] | null;
    };
