import { parsePayload } from "#contracts/jobs.ts";
import type { JobName } from "#contracts/jobs.ts";
import type { Queue } from "#ports/queue.ts";
import type { Store } from "#ports/store/store.ts";
import type { OutboxEntry } from "#ports/store/system.ts";

const atOnce = 200;

/** Rings the queue for everything in the outbox. What cannot be rung stays and is rung later. */
export async function relayOutbox(store: Store, queue: Queue): Promise<void> {
  const ringAll = async (entries: readonly OutboxEntry[]): Promise<void> => {
    for (const { name, payload } of entries) await ring(queue, name, payload);
  };
  while ((await store.system.relayOutbox(atOnce, ringAll)) === atOnce);
}

async function ring<Name extends JobName>(
  queue: Queue,
  name: Name,
  payload: unknown,
): Promise<void> {
  await queue.ring(name, parsePayload(name, payload));
}
