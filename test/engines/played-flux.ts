import { z } from "zod";

import { deploymentOf } from "./deployment.ts";
import { Manifest, playController } from "./engine-cluster.ts";
import type { EngineCluster, EngineObject } from "./engine-cluster.ts";

const requestedAt = "reconcile.fluxcd.io/requestedAt";
const text = z.string().nullish();

const Source = z.object({
  artifact: z.object({ revision: z.string() }).nullish(),
  lastHandledReconcileAt: text,
});
const Applied = z.object({
  lastAttemptedRevision: text,
  lastAppliedRevision: text,
  lastHandledReconcileAt: text,
});
const Released = z.object({
  observedGeneration: z.number().nullish(),
  lastHandledReconcileAt: text,
});
const Values = z.object({ image: z.object({ repository: z.string(), tag: z.string() }) });

/**
 * Plays the controllers of Flux as far as an observer can tell: the source is fetched when someone asks for it and not
 * otherwise, which is what an interval of an hour looks like; a Kustomization is applied when its source has something
 * new; a Helm release is upgraded when its object changes.
 */
export class PlayedFlux {
  readonly #cluster: EngineCluster;
  /** Controllers that wait, to see what is said meanwhile. */
  readonly held = new Set<"source" | "kustomize" | "helm">();
  /** What the kustomize-controller finds wrong with everything, if anything. */
  trouble: string | null = null;

  constructor(cluster: EngineCluster) {
    this.#cluster = cluster;
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([
      playController(() => this.#sources(), signal),
      playController(() => this.#kustomizations(), signal),
      playController(() => this.#releases(), signal),
    ]);
  }

  async #sources(): Promise<void> {
    if (this.held.has("source")) return;
    for (const object of await this.#cluster.list("GitRepository")) {
      const { artifact, lastHandledReconcileAt } = Source.parse(object.status);
      const asked = object.metadata.annotations?.[requestedAt];
      const isAsked = asked !== undefined && asked !== lastHandledReconcileAt;
      if (object.spec["suspend"] === true || (artifact && !isAsked)) continue;
      const revision = `main@sha1:${await this.#cluster.tip()}`;
      await this.#tell("GitRepository", object, {
        artifact: { revision },
        conditions: [ready("True", `stored artifact for revision '${revision}'`)],
        ...(asked && { lastHandledReconcileAt: asked }),
      });
    }
  }

  async #kustomizations(): Promise<void> {
    if (this.held.has("kustomize")) return;
    for (const object of await this.#cluster.list("Kustomization")) {
      const status = Applied.parse(object.status);
      const revision = await this.#revisionFor(object);
      const asked = object.metadata.annotations?.[requestedAt];
      const isAsked = asked !== undefined && asked !== status.lastHandledReconcileAt;
      if (object.spec["suspend"] === true || revision === null) continue;
      const isDone = status.lastAppliedRevision === revision && this.trouble === null;
      const isTold = status.lastAttemptedRevision === revision && this.trouble !== null;
      if ((isDone || isTold) && !isAsked) continue;
      if (this.trouble === null) await this.#applyPath(object, revision);
      await this.#tell("Kustomization", object, {
        lastAttemptedRevision: revision,
        ...(this.trouble === null && { lastAppliedRevision: revision }),
        ...(asked && { lastHandledReconcileAt: asked }),
        conditions: [
          this.trouble === null
            ? ready("True", `Applied revision: ${revision}`)
            : ready("False", this.trouble),
        ],
      });
    }
  }

  async #releases(): Promise<void> {
    if (this.held.has("helm")) return;
    for (const object of await this.#cluster.list("HelmRelease")) {
      const { name, namespace, generation, annotations } = object.metadata;
      const status = Released.parse(object.status);
      const asked = annotations?.[requestedAt];
      if (object.spec["suspend"] === true) continue;
      const isHandled = asked === undefined || asked === status.lastHandledReconcileAt;
      if (status.observedGeneration === generation && isHandled) continue;
      const { image } = Values.parse(object.spec["values"]);
      const marks = owner("helm", object);
      const chart = deploymentOf({ name, namespace, image: `${image.repository}:${image.tag}` });
      await this.#cluster.apply(withLabels(Manifest.parse(chart), marks), "helm-controller");
      await this.#tell("HelmRelease", object, {
        observedGeneration: generation,
        ...(asked && { lastHandledReconcileAt: asked }),
        conditions: [ready("True", "Helm upgrade succeeded")],
      });
    }
  }

  async #revisionFor(object: EngineObject): Promise<string | null> {
    const { name } = z.object({ name: z.string() }).parse(object.spec["sourceRef"]);
    const source = await this.#cluster.read("GitRepository", object.metadata.namespace, name);
    return Source.parse(source.status).artifact?.revision ?? null;
  }

  async #applyPath(object: EngineObject, revision: string): Promise<void> {
    const folder = z.string().parse(object.spec["path"]).replace(/^\.\//, "");
    const commit = revision.split(":").at(-1) ?? "";
    for (const manifest of await this.#cluster.manifests(commit, folder)) {
      await this.#cluster.apply(
        withLabels(manifest, owner("kustomize", object)),
        "kustomize-controller",
      );
    }
  }

  #tell(kind: string, { metadata, status }: EngineObject, change: object): Promise<void> {
    const now = { ...status, ...change, observedGeneration: metadata.generation };
    return this.#cluster.mergeStatus(kind, metadata, now);
  }
}

function ready(status: string, message: string): object {
  const reason = status === "True" ? "Succeeded" : "ReconciliationFailed";
  return { type: "Ready", status, reason, message, lastTransitionTime: "2026-01-01T00:00:00Z" };
}

function owner(prefix: "kustomize" | "helm", { metadata }: EngineObject): Record<string, string> {
  const domain = `${prefix}.toolkit.fluxcd.io`;
  return { [`${domain}/name`]: metadata.name, [`${domain}/namespace`]: metadata.namespace };
}

function withLabels(manifest: Manifest, labels: Readonly<Record<string, string>>): Manifest {
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, labels: { ...metadata.labels, ...labels } } };
}
