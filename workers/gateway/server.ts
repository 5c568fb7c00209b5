import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import { WebSocketServer } from "ws";

import { installPath } from "#contracts/agent-install.ts";
import { agentPaths, agentSubprotocol } from "#contracts/agent-protocol.ts";
import { agentVersion, serverVersionHeader } from "#contracts/agent-version.ts";
import { errorText } from "#contracts/log.ts";

import { AgentSocket } from "./agent-socket.ts";
import { answerEnrolment } from "./enrol-route.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { answerInstall } from "./install-route.ts";
import { RateLimit } from "./rate-limit.ts";
import { serveAgent } from "./serve-agent.ts";

const maxPayload = 1024 * 1024;
const longestDrainMs = 10_000;

export interface Gateway {
  readonly port: number;
  /** Sends every agent elsewhere, waits for them to be marked offline, and stops listening. */
  close(): Promise<void>;
}

/** Listens for agents; port 0 takes any free one. */
export async function startGateway(
  ctx: GatewayContext,
  { port, host }: { readonly port: number; readonly host?: string | undefined },
): Promise<Gateway> {
  const limit = new RateLimit(ctx.tuning.enrolmentsPerMinute);
  const server = createServer((request, response) => {
    answer(request, response, { ctx, limit }).catch((error: unknown) => {
      ctx.log("error", "request failed", { error: errorText(error) });
      response.destroy();
    });
  });
  const agents = new Map<AgentSocket, Promise<void>>();
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload,
    handleProtocols: () => agentSubprotocol,
  });
  server.on("upgrade", (request, stream, head) => {
    const problem = upgradeProblem(request, ctx, agents.size);
    if (problem !== null) {
      refuseUpgrade(stream, problem);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (ws) => {
      const socket = new AgentSocket(ws, ctx);
      const serving = serveAgent(socket, ctx).finally(() => agents.delete(socket));
      agents.set(socket, serving);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host !== undefined && { host }) }, resolve);
  });
  return {
    port: portOf(server.address()),
    async close() {
      server.close();
      for (const socket of agents.keys()) socket.kick("draining");
      const drained = Promise.allSettled(agents.values());
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, longestDrainMs);
      await Promise.race([drained, late]);
      clearTimeout(timer);
      for (const ws of sockets.clients) ws.terminate();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  route: { readonly ctx: GatewayContext; readonly limit: RateLimit },
): Promise<void> {
  const pathname = pathOf(request);
  if (pathname === "/healthz") {
    response.setHeader(serverVersionHeader, agentVersion);
    return void response.end("ok");
  }
  if (pathname === agentPaths.enrol && request.method === "POST") {
    return answerEnrolment(request, response, route);
  }
  if (pathname === installPath && request.method === "GET") {
    return answerInstall(request, response, route);
  }
  response.writeHead(404).end();
}

/** The HTTP status line for an upgrade that is not accepted. */
function upgradeProblem(
  request: IncomingMessage,
  { tuning }: GatewayContext,
  connections: number,
): string | null {
  const pathname = pathOf(request);
  if (pathname !== agentPaths.connect) return "404 Not Found";
  const offered = request.headers["sec-websocket-protocol"]?.split(",") ?? [];
  if (!offered.some((protocol) => protocol.trim() === agentSubprotocol)) return "400 Bad Request";
  return connections >= tuning.connections ? "503 Service Unavailable" : null;
}

/** Not by `new URL`, which throws at what some scanners send. */
function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?")[0] ?? "/";
}

function refuseUpgrade(stream: Duplex, status: string): void {
  stream.on("error", () => undefined);
  const retry = status.startsWith("503") ? "Retry-After: 10\r\n" : "";
  stream.end(`HTTP/1.1 ${status}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === "object" ? address.port : 0;
}
