import { ApiClient } from "#sandbox/api/api-client.ts";
import { reflect } from "#sandbox/api/reflector.ts";
import type { Deployment, HelmRelease } from "#sandbox/controllers/kinds.ts";
import type { KubeObject } from "#sandbox/kubernetes/object.ts";

import { releaseDeployment, releaseLabels, stateOf } from "./release-deployment.ts";
import { releaseStatus } from "./release-status.ts";
import type { ReleaseState } from "./release-status.ts";
import { Turns } from "./turns.ts";

export interface HelmControllerOptions {
  /** The address of the Kubernetes API, with the prefix it is mounted under. */
  readonly server: string;
  readonly token?: string;
  readonly signal: AbortSignal;
  readonly now?: () => Date;
}

const releases = "/apis/helm.toolkit.fluxcd.io/v2";
const deployments = "/apis/apps/v1";

/**
 * A helm-controller whose every chart is one Deployment with the image that the values name. Knows the cluster by its
 * API alone, so that a simulated one and a real control plane have the same.
 */
export function startHelmController(options: HelmControllerOptions): void {
  new HelmController(options).run();
}

class HelmController {
  readonly #client: ApiClient;
  readonly #signal: AbortSignal;
  readonly #now: () => Date;
  readonly #releases = new Map<string, HelmRelease>();
  /** Uid → the release's key and the Deployment that it installed. */
  readonly #installed = new Map<string, { readonly key: string; readonly object: Deployment }>();
  readonly #turns: Turns;

  constructor({ server, token, signal, now = () => new Date() }: HelmControllerOptions) {
    this.#client = new ApiClient({ server, token, signal });
    this.#signal = signal;
    this.#now = now;
    this.#turns = new Turns((key) => this.#reconcile(key), signal);
  }

  run(): void {
    this.#follow(`${releases}/helmreleases`, {
      seen: (object) => this.#releaseSeen(asRelease(object)),
      gone: (uid) => this.#releaseGone(uid),
    });
    this.#follow(`${deployments}/deployments`, {
      seen: (object) => this.#deploymentSeen(asDeployment(object)),
      gone: (uid) => this.#deploymentGone(uid),
    });
    this.#signal.addEventListener("abort", () => this.#client.close(), { once: true });
  }

  #follow(path: string, follower: Parameters<typeof reflect>[0]["follower"]): void {
    void reflect({ client: this.#client, path, follower, signal: this.#signal });
  }

  #releaseSeen(release: HelmRelease): void {
    const key = keyOf(release.metadata);
    this.#releases.set(key, release);
    this.#turns.add(key);
  }

  #releaseGone(uid: string): void {
    for (const [key, { metadata }] of this.#releases) {
      if (metadata.uid !== uid) continue;
      this.#releases.delete(key);
      this.#turns.add(key);
    }
  }

  #deploymentSeen(object: Deployment): void {
    const { labels = {}, uid } = object.metadata;
    const name = labels[releaseLabels.name];
    if (name === undefined) return;
    const key = keyOf({ name, namespace: labels[releaseLabels.namespace] });
    this.#installed.set(uid, { key, object });
    this.#turns.add(key);
  }

  #deploymentGone(uid: string): void {
    const key = this.#installed.get(uid)?.key;
    this.#installed.delete(uid);
    if (key !== undefined) this.#turns.add(key);
  }

  async #reconcile(key: string): Promise<void> {
    const release = this.#releases.get(key);
    if (!release || release.metadata.deletionTimestamp) return this.#uninstall(key);
    if (release.spec?.suspend) return;
    await this.#report(release, await this.#install(release));
  }

  async #install(release: HelmRelease): Promise<ReleaseState> {
    const wanted = releaseDeployment(release);
    if (wanted === null) return { kind: "released" };
    const { releaseName = release.metadata.name, targetNamespace } = release.spec ?? {};
    const namespace = targetNamespace ?? release.metadata.namespace ?? "default";
    const { code, body } = await this.#client.request({
      method: "PATCH",
      path: `${deployments}/namespaces/${namespace}/deployments/${releaseName}?fieldManager=helm-controller&force=true`,
      contentType: "application/apply-patch+yaml",
      body: wanted,
    });
    if (code < 300) return stateOf(asDeployment(body));
    return { kind: "failed", why: `applying its Deployment was answered with ${code}` };
  }

  async #report(release: HelmRelease, state: ReleaseState): Promise<void> {
    const status = releaseStatus({ release, state, now: this.#now() });
    if (JSON.stringify(status) === JSON.stringify(release.status)) return;
    const { namespace = "default", name } = release.metadata;
    const { code } = await this.#client.request({
      method: "PATCH",
      path: `${releases}/namespaces/${namespace}/helmreleases/${name}/status`,
      contentType: "application/merge-patch+json",
      body: { status },
    });
    if (code >= 300 && code !== 404) throw new Error(`the status was answered with ${code}`);
  }

  async #uninstall(key: string): Promise<void> {
    for (const { key: owner, object } of this.#installed.values()) {
      if (owner !== key || object.metadata.deletionTimestamp) continue;
      const { namespace = "default", name } = object.metadata;
      const path = `${deployments}/namespaces/${namespace}/deployments/${name}`;
      await this.#client.request({ method: "DELETE", path });
    }
  }
}

function keyOf({ namespace, name }: { namespace?: string | undefined; name: string }): string {
  return `${namespace ?? "default"}/${name}`;
}

/** An object from the releases' path of the API is a release. */
function asRelease(object: KubeObject): HelmRelease {
  return object as HelmRelease;
}

/** An object from the deployments' path of the API is a Deployment. */
function asDeployment(object: unknown): Deployment {
  return object as Deployment;
}
