import { age } from "#ui/components/relative-time.ts";

const moment = 10_000;

/** When a shut window opens, seen from now: `It opens in 3 h.` */
export function openingText(opensMs: number, nowMs: number): string {
  if (opensMs <= nowMs) return "It should be open by now.";
  return opensMs - nowMs < moment ? "It opens in a moment." : `It opens in ${age(nowMs, opensMs)}.`;
}
