import { describe, expect, it } from "vitest";
import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { KubeFailure } from "#agent/kube/kube-failure.ts";

import { CapabilityWatch } from "./capability-watch.ts";

const Review = z.object({
  spec: z.object({
    resourceAttributes: z.object({
      verb: z.string(),
      resource: z.string(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
    }),
  }),
});

/** An API server that grants these: `patch kustomizations`, `get pods/log in shop`. */
function serverThatGrants(...granted: readonly string[]): KubeClient {
  return {
    async send({ body }) {
      const { resourceAttributes } = Review.parse(JSON.parse(body?.content ?? "")).spec;
      const { verb, resource, subresource, namespace } = resourceAttributes;
      const what = `${verb} ${resource}${subresource ? `/${subresource}` : ""}`;
      const asked = namespace === undefined ? what : `${what} in ${namespace}`;
      return { status: { allowed: granted.includes(asked) } };
    },
    sendUnlessSame: () => Promise.reject(new Error("is not asked")),
    stream: () => Promise.reject(new Error("is not asked")),
    close: () => {},
  };
}

async function known(
  client: KubeClient,
  {
    sync = "off",
    namespaces = [],
  }: { sync?: "apply" | "off"; namespaces?: readonly string[] } = {},
) {
  const stop = new AbortController();
  const config = { sync, namespaces };
  const watch = new CapabilityWatch({ client, config, log: () => {}, signal: stop.signal });
  await watch.refresh();
  stop.abort();
  return watch.known;
}

describe("what an agent can do", () => {
  it.each([
    [[], []],
    [["patch kustomizations"], ["nudge"]],
    [["patch helmreleases"], ["nudge"]],
    [["patch applications"], ["nudge"]],
    [["patch gitrepositories"], []],
    [["get pods/log"], ["logs"]],
    [
      ["get pods/log", "patch applications"],
      ["nudge", "logs"],
    ],
  ])("with the rights %j is %j", async (granted, capabilities) => {
    expect(await known(serverThatGrants(...granted))).toEqual(capabilities);
  });

  it("is to sync where it is set up for that", async () => {
    const client = serverThatGrants("patch applications");
    expect(await known(client, { sync: "apply" })).toEqual(["sync", "nudge"]);
  });

  it("is asked in each namespace that it looks at, and in no other", async () => {
    const namespaces = ["apps", "shop"];
    const client = serverThatGrants("get pods/log in shop", "patch kustomizations");
    expect(await known(client, { namespaces })).toEqual(["logs"]);
  });

  it("is what it is set up for while the API server does not answer", async () => {
    const failure = new KubeFailure({ status: 503, message: "away" });
    const client = { ...serverThatGrants(), send: () => Promise.reject(failure) };
    expect(await known(client, { sync: "apply" })).toEqual(["sync"]);
  });
});
