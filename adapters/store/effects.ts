import type { StreamEvent } from "#contracts/events.ts";
import { clusterChannel, eventsChannel } from "#ports/bus.ts";
import type { Bus } from "#ports/bus.ts";

/** Rings when a job was put into the outbox. */
export const outboxChannel = "outbox";

/** What a transaction makes known once it is committed. */
export interface Effects {
  readonly events: StreamEvent[];
  readonly clusters: Set<string>;
  enqueued: boolean;
}

export function noEffects(): Effects {
  return { events: [], clusters: new Set(), enqueued: false };
}

/** Rings for what was committed. A bell that cannot ring is no failure: who listens also looks by itself. */
export async function ringEffects(bus: Bus, orgId: string, effects: Effects): Promise<void> {
  const channels = [...effects.clusters].map(clusterChannel);
  if (effects.events.length > 0) channels.push(eventsChannel(orgId));
  if (effects.enqueued) channels.push(outboxChannel);
  await Promise.allSettled(channels.map((channel) => bus.ring(channel)));
}
