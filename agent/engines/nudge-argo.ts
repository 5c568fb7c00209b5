import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import type { NudgedEngine } from "#contracts/agent-nudge.ts";
import { holdSentence } from "#domain/engine/hold-sentence.ts";

import type { EngineApi } from "./engine-api.ts";
import { engineKinds, nudgedObject } from "./engine-kinds.ts";
import { nudgeObject } from "./nudge-object.ts";
import { syncApplication } from "./sync-application.ts";
import type { WindowState } from "./sync-windows.ts";

const refresh = { metadata: { annotations: { "argocd.argoproj.io/refresh": "normal" } } };

/**
 * Has Argo CD compare an Application with git now, and sync it where it does not do so itself and the agent is allowed
 * to ask for that. One that has found the commit already is not refreshed again.
 */
export async function nudgeArgo(
  record: WorkloadRecord,
  input: {
    readonly api: EngineApi;
    readonly revision: string;
    readonly maySync: boolean;
    /** Whether it may sync by its project's windows; null where these are not known. */
    readonly window: WindowState | null;
  },
): Promise<NudgedEngine | null> {
  const { api, revision, maySync } = input;
  const { source } = record;
  const by = nudgedObject(record);
  if (by === null || source === null) return null;
  return nudgeObject(by, async () => {
    if (source.applied === revision) return { did: "current", message: "" };
    const isSeen = source.seen === revision;
    if (!isSeen) await api.change(engineKinds.application, by, refresh);
    const did = isSeen ? "current" : "asked";
    if (source.automatic) return { did, message: "" };
    if (maySync) return syncApplication(by, input);
    return { did, message: holdSentence({ by, why: "auto-sync-off" }) };
  });
}
