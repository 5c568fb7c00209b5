"use client";
import { durationText } from "./duration-text.ts";
import { useNow } from "./ticker.ts";

interface RunningTimeProps {
  readonly from: string;
  /** Null while it still runs. */
  readonly to: string | null;
}

/** How long something took, or has taken so far. */
export function RunningTime({ from, to }: RunningTimeProps) {
  const now = useNow();
  const end = to === null ? now : Date.parse(to);
  return (
    <span className="tabular">{end === null ? "…" : durationText(end - Date.parse(from))}</span>
  );
}
