import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import type { NudgedEngine } from "#contracts/agent-nudge.ts";
import { holdSentence } from "#domain/engine/hold-sentence.ts";

import type { EngineApi } from "./engine-api.ts";
import { engineKinds, nudgedObject } from "./engine-kinds.ts";
import { nudgeObject } from "./nudge-object.ts";

/** Asks an object of Flux to reconcile now. The same time again asks for nothing new; what is suspended is left alone. */
export async function nudgeFlux(
  record: WorkloadRecord,
  { api, at }: { readonly api: EngineApi; readonly at: string },
): Promise<NudgedEngine | null> {
  const by = nudgedObject(record);
  if (by === null) return null;
  if (record.paused) return { by, did: "held", message: holdSentence({ by, why: "suspended" }) };
  return nudgeObject(by, async () => {
    const annotations = { "reconcile.fluxcd.io/requestedAt": at };
    await api.change(engineKinds[by.kind], by, { metadata: { annotations } });
    return { did: "asked", message: "" };
  });
}
