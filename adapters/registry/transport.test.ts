import { afterEach, beforeEach, expect, it } from "vitest";

import { OciRegistryServer, respond } from "#test/oci-registry-server.ts";

import { get } from "./transport.ts";

const host = "registry.acme.test";

let server: OciRegistryServer;
beforeEach(async () => {
  server = await OciRegistryServer.start();
});
afterEach(() => server.stop());

function request(signal?: AbortSignal) {
  const url = new URL("/v2/", server.origin);
  return { host, url, accept: "*/*", authorization: null, limit: 1000, signal };
}

it("makes every request to a host wait as long as the host told one of them", async () => {
  const pauses = new Map<string, number>();
  const arrivals: number[] = [];
  server.intercept = (_, response) => {
    arrivals.push(Date.now());
    if (arrivals.length === 1) response.setHeader("retry-after", "1");
    respond(response, arrivals.length === 1 ? 429 : 200, {});
    return true;
  };
  expect((await get(request(), { pauses })).status).toBe(200);
  const until = pauses.get(host) ?? 0;
  expect(arrivals[1]).toBeGreaterThanOrEqual(until - 1);
  pauses.set(host, Date.now() + 60);
  const wanted = pauses.get(host) ?? 0;
  await get(request(), { pauses });
  expect(arrivals[2]).toBeGreaterThanOrEqual(wanted - 1);
});

it("asks other hosts meanwhile, and waits no longer than its caller", async () => {
  const pauses = new Map([[host, Date.now() + 3_600_000]]);
  server.intercept = (_, response) => {
    respond(response, 200, {});
    return true;
  };
  expect((await get({ ...request(), host: "other.test" }, { pauses })).status).toBe(200);
  const stop = new AbortController();
  const waiting = get(request(stop.signal), { pauses });
  const reason = new Error("no longer wanted");
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(server.seen).toHaveLength(1);
});
