import type { IncomingMessage, ServerResponse } from "node:http";

import { readPermissions } from "#contracts/agent-install.ts";
import { errorText } from "#contracts/log.ts";
import { DomainError } from "#domain/error.ts";
import { checkEnrolment } from "#services/agent/check-enrolment.ts";

import type { GatewayContext } from "./gateway-context.ts";
import { installManifest } from "./install-manifest.ts";
import type { RateLimit } from "./rate-limit.ts";

/**
 * `GET /agent/v1/install?token=…&permissions=…`: what `kubectl apply` installs the agent from. Does not use the token
 * up.
 */
export async function answerInstall(
  request: IncomingMessage,
  response: ServerResponse,
  { ctx, limit }: { readonly ctx: GatewayContext; readonly limit: RateLimit },
): Promise<void> {
  const address = request.socket.remoteAddress ?? "";
  if (!limit.allows(address, performance.now())) {
    response.setHeader("retry-after", "60");
    sendText(response, 429, "Too many attempts from this address. Wait a minute.\n");
    return;
  }
  const query = request.url?.split("?")[1] ?? "";
  const asked = new URLSearchParams(query);
  const token = asked.get("token") ?? "";
  try {
    await checkEnrolment(ctx, token);
    const yaml = await installManifest({ token, gatewayUrl: ctx.url, may: readPermissions(asked) });
    send(response, { status: 200, type: "text/yaml", text: yaml });
  } catch (error) {
    const isRefused = error instanceof DomainError && error.code === "not-found";
    ctx.log("warning", "installation refused", { error: errorText(error) });
    if (isRefused) sendText(response, 404, `${error.message}\n`);
    else sendText(response, 503, "The gateway cannot look the token up now. Try again.\n");
  }
}

function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, { status, type: "text/plain", text });
}

function send(
  response: ServerResponse,
  answer: { readonly status: number; readonly type: string; readonly text: string },
): void {
  const { status, type, text } = answer;
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
  });
  response.end(text);
}
