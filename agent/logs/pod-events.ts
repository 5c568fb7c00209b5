import { z } from "zod";

import { logLimits } from "#contracts/agent-logs.ts";
import type { PodEvent } from "#contracts/agent-logs.ts";

const longestMessage = 1000;
const time = z.string().nullish();

const EventList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ creationTimestamp: time }),
      type: z.string().nullish(),
      reason: z.string().nullish(),
      message: z.string().nullish(),
      count: z.int().nullish(),
      series: z.object({ count: z.int().nullish(), lastObservedTime: time }).nullish(),
      lastTimestamp: time,
      eventTime: time,
    }),
  ),
});

/** The newest events of an answer of the API server, oldest first. */
export function podEvents(answer: unknown): PodEvent[] {
  const events = EventList.parse(answer).items.map(
    ({ metadata, type, reason, message, count, series, lastTimestamp, eventTime }) => ({
      at:
        series?.lastObservedTime || lastTimestamp || eventTime || metadata.creationTimestamp || "",
      warning: type === "Warning",
      reason: (reason ?? "").slice(0, 200),
      message: shortened((message ?? "").trim()),
      count: Math.max(1, series?.count ?? count ?? 1),
    }),
  );
  return events.toSorted((a, b) => (a.at < b.at ? -1 : 1)).slice(-logLimits.events);
}

function shortened(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}
