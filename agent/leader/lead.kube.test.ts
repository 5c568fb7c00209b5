import { randomUUID } from "node:crypto";

import { afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";

import { lead } from "./lead.ts";

const controlPlane = inject("controlPlane");
const timing = { durationSeconds: 1, retryMs: 50 };

describe.skipIf(controlPlane === null)("the lease on a real control plane", () => {
  let client: KubeClient;
  let stops: AbortController[] = [];

  beforeAll(() => {
    client = createKubeClient({
      server: new URL(controlPlane?.server ?? ""),
      credentials: () =>
        Promise.resolve({
          authorization: `Bearer ${controlPlane?.token ?? ""}`,
          ca: controlPlane?.ca,
        }),
    });
    return () => client.close();
  });

  afterEach(() => {
    for (const stop of stops) stop.abort();
    stops = [];
  });

  function candidate(name: string, holder: string) {
    const stop = new AbortController();
    stops.push(stop);
    const { signal } = stop;
    const options = { client, namespace: "default", name, holder, log: () => {}, signal, timing };
    const leading = vi.fn<() => void>();
    const running = lead(options).then((held) => {
      leading();
      return held;
    });
    running.catch(() => undefined);
    return { stop, leading, running };
  }

  it("lets one of two lead, and the other when the first gives up", async () => {
    const name = `lease-${randomUUID()}`;
    const first = candidate(name, "first");
    await first.running;
    const second = candidate(name, "second");
    await vi.waitFor(() => expect(second.leading).not.toHaveBeenCalled());
    first.stop.abort();
    await second.running;
    expect(second.leading).toHaveBeenCalledOnce();
  });

  it("lets one lead when both begin at once", async () => {
    const name = `lease-${randomUUID()}`;
    const both = [candidate(name, "first"), candidate(name, "second")];
    await Promise.race(both.map(({ running }) => running));
    expect(both.filter(({ leading }) => leading.mock.calls.length > 0)).toHaveLength(1);
  });

  it("tells the leader when another has taken it", async () => {
    const name = `lease-${randomUUID()}`;
    const { lost } = await candidate(name, "first").running;
    const path = `/apis/coordination.k8s.io/v1/namespaces/default/leases/${name}`;
    const content = JSON.stringify({ spec: { holderIdentity: "thief" } });
    const body = { type: "application/merge-patch+json", content };
    await client.send({ method: "PATCH", path, body, signal: new AbortController().signal });
    await vi.waitFor(() => expect(lost.aborted).toBe(true), 5_000);
  });
});
