import type { IncomingMessage, ServerResponse } from "node:http";

import { EnrolRequest } from "#contracts/agent-enrolment.ts";
import { errorText } from "#contracts/log.ts";
import { DomainError } from "#domain/error.ts";
import { enrolAgent } from "#services/agent/enrol.ts";

import type { GatewayContext } from "./gateway-context.ts";
import type { RateLimit } from "./rate-limit.ts";

const longestBody = 4096;

/** `POST /agent/v1/enrol`: exchanges a one-time token for the registration of an agent's key. */
export async function answerEnrolment(
  request: IncomingMessage,
  response: ServerResponse,
  { ctx, limit }: { readonly ctx: GatewayContext; readonly limit: RateLimit },
): Promise<void> {
  const address = request.socket.remoteAddress ?? "";
  if (!limit.allows(address, performance.now())) {
    const error = "Too many enrolments from this address. Wait a minute.";
    response.setHeader("retry-after", "60");
    sendJson(response, 429, { error });
    return;
  }
  try {
    const parsed = EnrolRequest.safeParse(await readJson(request));
    if (!parsed.success) throw new DomainError("invalid", "The body is no enrolment request.");
    const agent = await enrolAgent({ ctx, request: parsed.data, gatewayUrl: ctx.url });
    ctx.log("info", "agent enrolled", { clusterId: agent.clusterId, cluster: agent.cluster });
    sendJson(response, 201, agent);
  } catch (error) {
    const { status, message } = problemOf(error);
    ctx.log("warning", "enrolment refused", { status, error: errorText(error) });
    sendJson(response, status, { error: message });
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const data = Buffer.from(chunk);
    bytes += data.length;
    if (bytes > longestBody) throw new DomainError("invalid", "The body is too large.");
    chunks.push(data);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new DomainError("invalid", "The body is no JSON.");
  }
}

function problemOf(error: unknown): { readonly status: number; readonly message: string } {
  const code = error instanceof DomainError ? error.code : null;
  const message = error instanceof DomainError ? error.message : "The gateway failed. Try again.";
  switch (code) {
    case "invalid":
      return { status: 400, message };
    case "unauthenticated":
      return { status: 401, message };
    case "unavailable":
      return { status: 503, message };
    default:
      return { status: 500, message: "The gateway failed. Try again." };
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
