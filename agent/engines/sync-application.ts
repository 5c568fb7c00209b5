import { z } from "zod";

import type { NudgedEngine } from "#contracts/agent-nudge.ts";
import { holdSentence } from "#domain/engine/hold-sentence.ts";
import type { EngineObject } from "#domain/rollout/engine-state.ts";
import { engineName } from "#domain/rollout/engine-words.ts";

import type { EngineApi } from "./engine-api.ts";
import { engineKinds } from "./engine-kinds.ts";
import type { WindowState } from "./sync-windows.ts";

const Application = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  operation: z.unknown().optional(),
  spec: z.object({
    sources: z.array(z.unknown()).nullish(),
    syncPolicy: z
      .object({
        automated: z.object({}).nullish(),
        syncOptions: z.array(z.string()).nullish(),
      })
      .nullish(),
  }),
  status: z
    .object({ operationState: z.object({ phase: z.string().nullish() }).nullish() })
    .nullish(),
});
type Application = z.infer<typeof Application>;

type Done = Omit<NudgedEngine, "by">;

/**
 * Starts a sync of an Application at the commit, as its own button would. Not while a window is shut or not known,
 * while another operation runs, or where someone switched auto-sync off instead of leaving it out.
 */
export async function syncApplication(
  by: EngineObject,
  input: {
    readonly api: EngineApi;
    readonly revision: string;
    readonly window: WindowState | null;
  },
): Promise<Done> {
  const { api, revision, window } = input;
  const application = Application.parse(await api.read(engineKinds.application, by));
  const against = whyNot(by, { application, window });
  if (against !== null) return against;
  const { resourceVersion } = application.metadata;
  const operation = syncOperation(application, revision);
  // The version has the API server refuse where anyone else was at it meanwhile.
  await api.change(engineKinds.application, by, { metadata: { resourceVersion }, operation });
  return { did: "synced", message: "" };
}

function whyNot(
  by: EngineObject,
  {
    application,
    window,
  }: { readonly application: Application; readonly window: WindowState | null },
): Done | null {
  const name = engineName(by);
  const { operation, spec, status } = application;
  if (spec.syncPolicy?.automated) {
    return { did: "asked", message: holdSentence({ by, why: "auto-sync-off" }) };
  }
  if (window === null) {
    const message = `${name} was not synced: the sync windows of its project cannot be read`;
    return { did: "asked", message };
  }
  if (!window.openToPeople) {
    const until = window.until === null ? null : new Date(window.until).toISOString();
    return { did: "held", message: holdSentence({ by, why: "window-shut", until }) };
  }
  const isBusy = operation !== undefined && operation !== null;
  if (isBusy || status?.operationState?.phase === "Running") {
    return { did: "asked", message: `${name} was not synced: it is at another operation` };
  }
  return null;
}

/** Of several sources each has revisions of its own, which are left to what the Application says. */
function syncOperation({ spec }: Application, revision: string): object {
  const { sources, syncPolicy } = spec;
  const isOne = (sources ?? []).length === 0;
  const syncOptions = syncPolicy?.syncOptions ?? [];
  return {
    initiatedBy: { username: "stagecoach" },
    info: [{ name: "Reason", value: `Stagecoach pushed ${revision}` }],
    sync: {
      ...(isOne && { revision }),
      ...(syncOptions.length > 0 && { syncOptions }),
      syncStrategy: { hook: {} },
    },
  };
}
