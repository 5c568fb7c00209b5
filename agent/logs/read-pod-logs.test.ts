import { createServer } from "node:http";
import type { Server } from "node:http";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { listen } from "#sandbox/http/listen.ts";

import { readPodLogs } from "./read-pod-logs.ts";

interface Answer {
  readonly code: number;
  readonly body: object | string;
}

let server: Server;
let client: KubeClient;
let asked: string[];
/** The first whose text begins the request's path answers it. */
let answers: Record<string, Answer>;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const url = request.url ?? "";
    asked.push(url);
    const [, answer = { code: 404, body: {} }] =
      Object.entries(answers).find(([start]) => url.startsWith(start)) ?? [];
    const { code, body } = answer;
    response.writeHead(code).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  const port = await listen(server, 0);
  client = createKubeClient({
    server: new URL(`http://127.0.0.1:${port}`),
    serverName: undefined,
    credentials: () => Promise.resolve({}),
  });
});
afterEach(() => {
  client.close();
  server.closeAllConnections();
  server.close();
});

const pod = "/api/v1/namespaces/shop/pods/web-1";
const events = "/api/v1/namespaces/shop/events";

function podWith(status: object): Answer & { readonly body: object } {
  const statuses = [{ name: "web", ...status }];
  return { code: 200, body: { metadata: { uid: "u1" }, status: { containerStatuses: statuses } } };
}

function refusal(code: number, message: string): Answer {
  return { code, body: { kind: "Status", code, message } };
}

function read() {
  const { signal } = new AbortController();
  const command = { name: "logs", namespace: "shop", pod: "web-1", container: "web" } as const;
  return readPodLogs(command, { client, signal });
}

const recorded = {
  code: 200,
  body: {
    items: [
      {
        metadata: { creationTimestamp: "2026-01-01T00:00:01Z" },
        type: "Warning",
        reason: "BackOff",
        message: "Back-off restarting",
        count: 3,
        lastTimestamp: "2026-01-01T00:00:09Z",
      },
      {
        metadata: { creationTimestamp: "2026-01-01T00:00:02Z" },
        type: "Normal",
        reason: "Pulled",
        message: null,
        lastTimestamp: null,
        eventTime: "2026-01-01T00:00:02.5Z",
      },
    ],
  },
};

describe("the logs of a pod", () => {
  it("are the run so far, at most 200 lines, and the pod's own events", async () => {
    answers = {
      [`${pod}/log`]: { code: 200, body: "one\ntwo\n" },
      [pod]: podWith({ restartCount: 0, state: { running: {} } }),
      [events]: recorded,
    };
    expect(await read()).toEqual({
      state: "read",
      runs: [{ run: "current", text: "one\ntwo\n", truncated: false, unread: null }],
      events: [
        {
          at: "2026-01-01T00:00:02.5Z",
          warning: false,
          reason: "Pulled",
          message: "",
          count: 1,
        },
        {
          at: "2026-01-01T00:00:09Z",
          warning: true,
          reason: "BackOff",
          message: "Back-off restarting",
          count: 3,
        },
      ],
    });
    expect(asked).toContain(`${pod}/log?container=web&tailLines=200&previous=false`);
    expect(asked).toContain(`${events}?fieldSelector=involvedObject.uid%3Du1&limit=500`);
  });

  it.each([
    { state: { running: {} }, runs: ["previous", "current"] },
    { state: { terminated: {} }, runs: ["previous", "current"] },
    { state: { waiting: { reason: "CrashLoopBackOff" } }, runs: ["previous"] },
  ])("after a restart are of $runs where it is $state", async ({ state, runs }) => {
    answers = {
      [`${pod}/log?container=web&tailLines=200&previous=true`]: { code: 200, body: "old\n" },
      [`${pod}/log`]: { code: 200, body: "new\n" },
      [pod]: podWith({ restartCount: 2, state }),
      [events]: recorded,
    };
    const logs = await read();
    const found = logs.state === "read" ? logs.runs : [];
    expect(found.map(({ run }) => run)).toEqual(runs);
    expect(found.map(({ text }) => text)).toEqual(
      runs.map((run) => (run === "previous" ? "old\n" : "new\n")),
    );
  });

  it.each([
    [400, 'container "web" in pod "web-1" is waiting to start: trying and failing to pull'],
    [500, "Get https://10.0.0.1:10250/containerLogs: dial tcp: connection refused"],
  ])("say why there is none (%i), and still tell the events", async (code, message) => {
    answers = {
      [`${pod}/log`]: refusal(code, message),
      [pod]: podWith({ restartCount: 0 }),
      [events]: recorded,
    };
    expect(await read()).toMatchObject({
      state: "read",
      runs: [{ text: "", truncated: false, unread: message }],
      events: [{ reason: "Pulled" }, { reason: "BackOff" }],
    });
  });

  it("are shown where events may not be read", async () => {
    answers = {
      [`${pod}/log`]: { code: 200, body: "one\n" },
      [pod]: podWith({ restartCount: 0, state: { running: {} } }),
      [events]: refusal(403, "events is forbidden"),
    };
    expect(await read()).toMatchObject({ state: "read", events: [] });
  });

  it("never hold a value that the pod was given", async () => {
    const env = [{ name: "PASSWORD", value: "hunter2-canary" }];
    const { body } = podWith({ restartCount: 0, state: { running: {} } });
    answers = {
      [`${pod}/log`]: { code: 200, body: "using hunter2-canary\n" },
      [pod]: { code: 200, body: Object.assign(body, { spec: { containers: [{ env }] } }) },
      [events]: {
        code: 200,
        body: {
          items: [{ metadata: {}, message: "Liveness probe failed: hunter2-canary: no such user" }],
        },
      },
    };
    expect(await read()).toMatchObject({
      runs: [{ text: "using (hidden)\n" }],
      events: [{ message: "Liveness probe failed: (hidden): no such user" }],
    });
  });

  it("are gone with the pod", async () => {
    answers = { [pod]: refusal(404, 'pods "web-1" not found') };
    expect(await read()).toEqual({ state: "gone" });
  });

  it("are not read without the right to it", async () => {
    answers = {
      [`${pod}/log`]: refusal(403, 'pods "web-1" is forbidden: cannot get resource "pods/log"'),
      [pod]: podWith({ restartCount: 0 }),
      [events]: recorded,
    };
    expect(await read()).toEqual({ state: "no-right" });
  });
});
