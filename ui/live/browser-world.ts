import { apiPath } from "#ui/queries/api.ts";

import { openEventStream } from "./event-stream.ts";
import type { LiveWorld } from "./hub.ts";
import type { TabMessage } from "./live-event.ts";

/** The browser's means for sharing one stream: a lock elects the owner, a channel carries the events. */
export function browserWorld(org: string): LiveWorld {
  const name = `stagecoach-live-${org}`;
  const channel = new BroadcastChannel(name);
  return {
    tab: crypto.randomUUID(),
    connect: (after, handlers) => openEventStream(apiPath(org, "events"), after, handlers),
    elect: (lead) => elect(name, lead),
    post: (message) => channel.postMessage(message),
    listen: (heard) => {
      const hear = (message: MessageEvent<TabMessage>) => heard(message.data);
      channel.addEventListener("message", hear);
      return () => channel.removeEventListener("message", hear);
    },
    now: () => Date.now(),
  };
}

/** Leads once the lock is free. Pages without secure context have no locks: there each tab leads itself. */
function elect(name: string, lead: () => void): () => void {
  if (!("locks" in navigator)) {
    lead();
    return () => {};
  }
  const leaving = new AbortController();
  const held = navigator.locks.request(name, { signal: leaving.signal }, () => {
    if (leaving.signal.aborted) return;
    lead();
    return new Promise<void>((release) => {
      leaving.signal.addEventListener("abort", () => release());
    });
  });
  held.catch(() => {}); // leaving the queue rejects; nothing was held
  return () => leaving.abort();
}
