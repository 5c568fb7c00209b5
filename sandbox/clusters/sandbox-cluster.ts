import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { KubeObject } from "#domain/kustomize/render.ts";
import type { ClusterAddress } from "#sandbox/addresses.ts";
import { startHelmController } from "#sandbox/helm/helm-controller.ts";
import { startHollowKubelet } from "#sandbox/kubelet/kubelet.ts";
import type { ClusterSource } from "#sandbox/source/cluster-source.ts";

import { createApiDoor, type ApiBehindTls } from "./api-door.ts";
import { applyManifests } from "./apply.ts";
import type { ClusterApi } from "./cluster-api.ts";
import type { GatewayProxy } from "./gateway-proxy.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { paces, type PaceName } from "./pace.ts";
import { settle } from "./settle.ts";
import { createSimulatedApi } from "./simulated-api.ts";

/** Everybody may do everything: `kubectl` sends no token over plain HTTP, and only this machine can connect. */
const anyToken = "sandbox";

const settleMs = 5_000;

/** A sample cluster: its Kubernetes API, simulated or a real control plane, and the nodes that only seem to run pods. */
export class SandboxCluster {
  readonly source: ClusterSource;
  /** `acme/dev`. */
  readonly name: string;
  /** `acme-dev`: in file names and in the path of its API. */
  readonly id: string;
  /** The way of its agent to the gateway. */
  readonly proxy: GatewayProxy;
  #server = "";
  #kubeconfig = "";
  /** The first pods are there at once; only later changes are to be watched. */
  #pace: PaceName = "fast";
  readonly #token: string;
  readonly #isReal: boolean;
  readonly #ended = new AbortController();
  readonly api: ClusterApi;

  constructor(options: {
    readonly source: ClusterSource;
    readonly proxy: GatewayProxy;
    readonly now: () => Date;
    /** A real control plane in the place of the simulated one. */
    readonly controlPlane?: ApiBehindTls | undefined;
  }) {
    const { source, proxy, now, controlPlane } = options;
    this.source = source;
    this.proxy = proxy;
    this.name = `${source.organization}/${source.cluster}`;
    this.id = `${source.organization}-${source.cluster}`;
    this.#token = controlPlane?.token ?? anyToken;
    this.#isReal = controlPlane !== undefined;
    this.api = controlPlane
      ? createApiDoor(controlPlane)
      : createSimulatedApi({ name: this.id, now, newUid: randomUUID });
  }

  /** Applies the manifests and lets them run; returns a sentence for each that the cluster does not take. */
  async start(options: {
    readonly http: string;
    readonly dataDir: string;
    readonly manifests: readonly KubeObject[];
    readonly pace: PaceName;
  }): Promise<readonly string[]> {
    const { http, dataDir, manifests } = options;
    this.#server = `${http}/clusters/${this.id}`;
    this.#kubeconfig = resolve(dataDir, "kubeconfig", `${this.id}.yaml`);
    const access = { server: this.#server, token: this.#token };
    await mkdir(dirname(this.#kubeconfig), { recursive: true });
    await writeFile(this.#kubeconfig, kubeconfig({ name: this.id, ...access }), { mode: 0o600 });
    startHollowKubelet({
      ...access,
      registry: http,
      nodes: 3,
      nodeName: (index) => `${this.source.cluster}-${index + 1}`,
      pace: () => paces[this.#pace],
      schedule: true,
      servesLogs: this.#isReal,
      signal: this.#ended.signal,
    });
    startHelmController({ ...access, signal: this.#ended.signal });
    const problems = await applyManifests(access, manifests);
    await settle(this.#server, settleMs);
    this.#pace = options.pace;
    return problems.map((problem) => `${this.name}: ${problem}`);
  }

  /** How to reach it, once started. */
  addresses(): Pick<ClusterAddress, "server" | "kubeconfig" | "gateway"> {
    return {
      server: this.#server,
      kubeconfig: this.#kubeconfig,
      gateway: `ws://127.0.0.1:${this.proxy.port}`,
    };
  }

  /** Changes how long pods take from now on. */
  setPace(pace: PaceName): void {
    this.#pace = pace;
  }

  /** Ends it; open watches end with it. */
  async close(): Promise<void> {
    this.#ended.abort();
    this.api.close();
    await this.proxy.close();
  }
}
