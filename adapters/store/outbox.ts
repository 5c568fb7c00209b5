import type { JobName, JobPayload } from "#contracts/jobs.ts";

import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

/** Puts a job into the outbox, from where the relay rings it after the commit. */
export async function enqueue<Name extends JobName>(
  { db, orgId, clock, effects }: TenantTx,
  name: Name,
  payload: JobPayload<Name>,
): Promise<void> {
  await db.outbox.createMany({
    data: [{ orgId, name, payload: toJson(payload), createdAt: clock.now() }],
  });
  effects.enqueued = true;
}
