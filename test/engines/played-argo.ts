import { z } from "zod";

import { playController } from "./engine-cluster.ts";
import type { EngineCluster, EngineObject, Manifest } from "./engine-cluster.ts";

const refresh = "argocd.argoproj.io/refresh";

const Spec = z.object({
  source: z.object({ path: z.string(), targetRevision: z.string() }),
  syncPolicy: z
    .object({ automated: z.object({ enabled: z.boolean().nullish() }).nullish() })
    .nullish(),
});
const Sync = z.object({ sync: z.object({ revision: z.string() }).optional() });
const Operation = z.object({ sync: z.object({ revision: z.string().optional() }) });

/**
 * Plays Argo CD's application-controller as far as an observer can tell: it looks at git when someone asks for a
 * refresh and not otherwise, takes the request away, syncs where that is automatic, and carries out operations.
 */
export class PlayedArgo {
  readonly #cluster: EngineCluster;
  /** Whether it leaves syncs undone, to see what is said meanwhile. */
  isHeld = false;
  /** What it finds wrong with every sync, if anything. */
  trouble: string | null = null;
  /** The operations that it was given. */
  readonly operations: unknown[] = [];

  constructor(cluster: EngineCluster) {
    this.#cluster = cluster;
  }

  run(signal: AbortSignal): Promise<void> {
    return playController(() => this.#look(), signal);
  }

  async #look(): Promise<void> {
    for (const object of await this.#cluster.list("Application")) {
      const isAsked = object.metadata.annotations?.[refresh] !== undefined;
      const { sync } = Sync.parse(object.status);
      if (isAsked || sync === undefined) await this.#compare(object);
      else await this.#settle(object, sync.revision);
    }
  }

  async #compare({ metadata, spec }: EngineObject): Promise<void> {
    const revision = await this.#cluster.tip();
    const comparedTo = { source: spec["source"] };
    await this.#cluster.merge("Application", metadata, {
      metadata: { annotations: { [refresh]: null } },
      status: { sync: { status: "OutOfSync", revision, comparedTo } },
    });
  }

  async #settle(object: EngineObject, revision: string): Promise<void> {
    const { spec, status } = object;
    const operation = object["operation"];
    const { syncPolicy } = Spec.parse(spec);
    const { status: word } = z.object({ status: z.string() }).parse(status["sync"]);
    if (this.isHeld || word === "Synced") return;
    const { automated } = syncPolicy ?? {};
    const syncsItself =
      automated !== undefined && automated !== null && automated.enabled !== false;
    if (operation === undefined && !syncsItself) return;
    if (operation !== undefined) this.operations.push(operation);
    const wanted = operation === undefined ? undefined : Operation.parse(operation).sync.revision;
    await this.#sync(object, wanted ?? revision);
  }

  async #sync(object: EngineObject, revision: string): Promise<void> {
    const { metadata, spec } = object;
    const done = { syncResult: { revision }, finishedAt: "2026-01-01T00:00:00Z" };
    if (this.trouble !== null) {
      const failed = { phase: "Failed", message: this.trouble, ...done };
      return this.#cluster.merge("Application", metadata, { status: { operationState: failed } });
    }
    const { source } = Spec.parse(spec);
    for (const manifest of await this.#cluster.manifests(revision, source.path)) {
      await this.#cluster.apply(tracked(manifest, metadata.name), "argocd-controller");
    }
    await this.#cluster.merge("Application", metadata, {
      operation: null,
      status: {
        sync: { status: "Synced", revision },
        health: { status: "Healthy" },
        history: [{ revision }],
        operationState: { phase: "Succeeded", message: "successfully synced", ...done },
      },
    });
  }
}

function tracked(manifest: Manifest, application: string): Manifest {
  const { apiVersion, kind, metadata } = manifest;
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  const id = `${application}:${group}/${kind}:${metadata.namespace}/${metadata.name}`;
  const annotations = { ...metadata.annotations, "argocd.argoproj.io/tracking-id": id };
  return { ...manifest, metadata: { ...metadata, annotations } };
}
