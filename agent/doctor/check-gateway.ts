import http from "node:http";
import https from "node:https";

import { WebSocket } from "ws";

import { agentPaths, agentSubprotocol } from "#contracts/agent-protocol.ts";
import { agentVersion, serverVersionHeader } from "#contracts/agent-version.ts";
import { versionSupport } from "#domain/agent/version-support.ts";

import { findingsOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { networkWords } from "./network-cause.ts";

const longestMs = 10_000;
const noticeableMs = 30_000;
const harmfulMs = 5 * 60_000;

interface Asked {
  readonly url: string;
  readonly agent: http.Agent;
}

/** What the gateway says when it is asked whether it is well: that, its clock and its version. */
export async function checkAnswer({
  url,
  agent,
  now,
}: Asked & { readonly now: () => Date }): Promise<readonly Finding[]> {
  const { ok, failed } = findingsOf("gateway");
  try {
    const { statusCode: status = 0, headers } = await ask(`${url}/healthz`, agent);
    const version = headers[serverVersionHeader];
    if (status !== 200) {
      const next =
        "Check that STAGECOACH_GATEWAY is the gateway's address, not the web application's, and what stands before it.";
      return [failed(`It answers ${status} where it should say that it is well.`, next)];
    }
    return [
      ok("It answers and is well."),
      checkClock(headers.date, now()),
      checkVersion(typeof version === "string" ? version : null),
    ];
  } catch (error) {
    const next = "Look at the checks before this one, and at the gateway's log.";
    return [failed(`It does not answer: ${networkWords(error)}.`, next)];
  }
}

/** Whether this machine's clock is near the gateway's; the header is exact to a second. */
export function checkClock(date: string | undefined, now: Date): Finding {
  const { ok, skipped, warning, failed } = findingsOf("clock");
  const there = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(there)) return skipped("The gateway's answer has no date.");
  const offMs = now.getTime() - there;
  const seconds = Math.round(Math.abs(offMs) / 1000);
  const found = `This node's clock is ${seconds} s ${offMs < 0 ? "behind" : "ahead of"} the gateway's.`;
  const next = "Set the node's clock (NTP): certificates and the API server's tokens depend on it.";
  if (seconds * 1000 > harmfulMs) return failed(found, next);
  return seconds * 1000 > noticeableMs ? warning(found, next) : ok(found);
}

/** Whether the gateway supports this agent's version. */
export function checkVersion(server: string | null): Finding {
  const { ok, skipped, warning } = findingsOf("version");
  if (server === null) return skipped(`Agent ${agentVersion}; the gateway does not tell its own.`);
  const found = `Agent ${agentVersion}, gateway ${server}.`;
  switch (versionSupport({ agent: agentVersion, server })) {
    case "current":
      return ok(found);
    case "older":
      return ok(`${found} The agent is supported; a newer one exists.`);
    case "too-old":
      return warning(found, "Upgrade the agent; until then it keeps running.");
    case "too-new":
      return warning(found, "Upgrade the server; until then the agent keeps running.");
    case "unknown":
      return warning(found, "The two cannot be compared.");
  }
}

/** Whether a WebSocket gets through, which some proxies do not let; says nothing on it. */
export async function checkWebSocket({ url, agent }: Asked): Promise<Finding> {
  const { ok, failed } = findingsOf("WebSocket");
  const address = `${url.replace(/^http/, "ws")}${agentPaths.connect}`;
  const ws = new WebSocket(address, agentSubprotocol, { agent, handshakeTimeout: longestMs });
  try {
    await new Promise<void>((resolve, reject) => {
      ws.on("open", resolve);
      ws.on("error", reject);
    });
    return ok("A WebSocket opens.");
  } catch (error) {
    return failed(
      `No WebSocket opens: ${networkWords(error)}.`,
      "Have what stands between, such as a proxy or a load balancer, let WebSockets through.",
    );
  } finally {
    ws.terminate();
  }
}

function ask(url: string, agent: http.Agent): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(longestMs);
    const call = (url.startsWith("https:") ? https : http).get(url, { agent, signal }, (answer) => {
      answer.resume();
      resolve(answer);
    });
    call.on("error", reject);
  });
}
