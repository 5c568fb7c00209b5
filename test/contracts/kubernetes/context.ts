import { setTimeout as sleep } from "node:timers/promises";

import { expect } from "vitest";

import { KubernetesTestClient, type Answer, type WatchEvent } from "./test-client.ts";

/** A Kubernetes API to hold to the contract, with an administrator's token. */
export interface KubernetesApiUnderTest {
  readonly server: string;
  readonly token: string;
  /** A token that may only list pods; without it the refusals are not tried. */
  readonly limitedToken?: string;
  /** Makes every version so far too old to watch from; without it that is not tried. */
  forgetHistory?(): void;
}

/** What the parts of the contract share: the API, a client and a namespace of their own. */
export class ContractContext {
  readonly namespace = `contract-${process.pid}`;
  api: KubernetesApiUnderTest = { server: "", token: "" };
  client = new KubernetesTestClient("", "");

  async open(api: KubernetesApiUnderTest): Promise<void> {
    this.api = api;
    this.client = new KubernetesTestClient(api.server, api.token);
    const { namespace } = this;
    await this.client.send("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
  }

  async close(): Promise<void> {
    await this.client.send("DELETE", `/api/v1/namespaces/${this.namespace}`);
  }

  /** Creates a ConfigMap with the one entry a = 1. */
  async createConfigMap(
    name: string,
    labels: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const body = { metadata: { name, labels }, data: { a: "1" } };
    const { code } = await this.client.send("POST", configMaps(this.namespace), body);
    expect(code).toBe(201);
  }

  /** Applies a ConfigMap of the name on the server, as the manager. */
  applyConfigMap(
    name: string,
    data: Readonly<Record<string, string>>,
    { manager, force = false }: { manager: string; force?: boolean },
  ): Promise<Answer> {
    return this.client.patch({
      path: `${configMaps(this.namespace)}/${name}?fieldManager=${manager}&force=${force}`,
      type: "application/apply-patch+yaml",
      body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data },
    });
  }
}

export function configMaps(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps`;
}

export function deployments(namespace: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/deployments`;
}

/** The resourceVersion of an object, or an empty text. */
export function versionOf(object: unknown): string {
  return (object as WatchEvent["object"] | undefined)?.metadata?.resourceVersion ?? "";
}

/** Waits until the condition holds; rejects after ten seconds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("The condition did not come true within 10 s.");
    await sleep(20);
  }
}
