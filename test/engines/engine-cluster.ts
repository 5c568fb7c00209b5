import { setTimeout as sleep } from "node:timers/promises";

import { parseAllDocuments } from "yaml";
import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";
import type { GitServer } from "#test/git-server.ts";

const text = z.string().nullish();

/** As much of any object as a played controller looks at. */
export const EngineObject = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    generation: z.number(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.looseObject({}),
  status: z.looseObject({}).default({}),
});
export type EngineObject = z.infer<typeof EngineObject>;

export const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: text,
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});
export type Manifest = z.infer<typeof Manifest>;

const paths: Readonly<Record<string, string>> = {
  GitRepository: "source.toolkit.fluxcd.io/v1 gitrepositories",
  Kustomization: "kustomize.toolkit.fluxcd.io/v1 kustomizations",
  HelmRelease: "helm.toolkit.fluxcd.io/v2 helmreleases",
  Application: "argoproj.io/v1alpha1 applications",
  AppProject: "argoproj.io/v1alpha1 appprojects",
  Deployment: "apps/v1 deployments",
};

/** A cluster's API as controllers use it, and the git repository that they fetch from. */
export class EngineCluster {
  readonly client: KubeClient;
  readonly git: GitServer;
  readonly signal: AbortSignal;

  constructor(options: { client: KubeClient; git: GitServer; signal: AbortSignal }) {
    this.client = options.client;
    this.git = options.git;
    this.signal = options.signal;
  }

  /** The address of an object of a kind, or of all of them. */
  path(kind: string, object?: { readonly namespace: string; readonly name: string }): string {
    const [version, plural] = (paths[kind] ?? "").split(" ");
    if (object === undefined) return `/apis/${version}/${plural}`;
    return `/apis/${version}/namespaces/${object.namespace}/${plural}/${object.name}`;
  }

  async read(kind: string, namespace: string, name: string): Promise<EngineObject> {
    const path = this.path(kind, { namespace, name });
    return EngineObject.parse(await this.client.send({ path, signal: this.signal }));
  }

  async list(kind: string): Promise<readonly EngineObject[]> {
    const answer = await this.client.send({ path: this.path(kind), signal: this.signal });
    return z.object({ items: z.array(EngineObject) }).parse(answer).items;
  }

  async apply(manifest: Manifest | object, manager = "test"): Promise<void> {
    const { kind, metadata } = Manifest.parse(manifest);
    const named = { namespace: metadata.namespace ?? "", name: metadata.name };
    const isGlobal = kind === "Namespace" || kind === "CustomResourceDefinition";
    const global =
      kind === "Namespace"
        ? `/api/v1/namespaces/${named.name}`
        : `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${named.name}`;
    await this.client.send({
      method: "PATCH",
      path: isGlobal ? global : this.path(kind, named),
      query: { fieldManager: manager, force: "true" },
      body: { type: "application/apply-patch+yaml", content: JSON.stringify(manifest) },
      signal: this.signal,
    });
  }

  merge(kind: string, object: EngineObject["metadata"], change: object): Promise<void> {
    return this.#patch(this.path(kind, object), change);
  }

  mergeStatus(kind: string, object: EngineObject["metadata"], status: object): Promise<void> {
    return this.#patch(`${this.path(kind, object)}/status`, { status });
  }

  async #patch(path: string, change: object): Promise<void> {
    const body = { type: "application/merge-patch+json", content: JSON.stringify(change) };
    await this.client.send({ method: "PATCH", path, body, signal: this.signal });
  }

  /** Applies a definition's object as soon as its kind is served. */
  async applyOnceServed(manifest: object): Promise<void> {
    for (;;) {
      try {
        return await this.apply(manifest);
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
        await sleep(50, undefined, { signal: this.signal });
      }
    }
  }

  async tip(branch = "main"): Promise<string> {
    return (await this.git.git("rev-parse", branch)).trim();
  }

  /** The objects that the path holds at a commit. */
  async manifests(revision: string, folder: string): Promise<readonly Manifest[]> {
    const names = await this.git.git("ls-tree", "-r", "--name-only", revision, `${folder}/`);
    const files = names.split("\n").filter((name) => name.endsWith(".yaml"));
    const texts = await Promise.all(
      files.map((file) => this.git.git("show", `${revision}:${file}`)),
    );
    return texts.flatMap((file) =>
      parseAllDocuments(file).map((document) => Manifest.parse(document.toJS())),
    );
  }
}

/** Runs a controller's look again and again until the signal aborts. */
export async function playController(
  look: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await look().catch((error: unknown) => {
      // A kind that is not served yet, somebody who was quicker, the end: the next look sees.
      if (!signal.aborted && !isStatus(error, 404, 409, 429, 503)) throw error;
    });
    await sleep(30, undefined, { signal }).catch(() => undefined);
  }
}
