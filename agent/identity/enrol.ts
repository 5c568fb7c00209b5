import { createHash, generateKeyPairSync } from "node:crypto";
import http from "node:http";
import https from "node:https";

import { EnrolProblem, EnrolResponse } from "#contracts/agent-enrolment.ts";
import type { EnrolRequest } from "#contracts/agent-enrolment.ts";
import { agentPaths } from "#contracts/agent-protocol.ts";

import type { Identity } from "./identity.ts";

const answerMs = 20_000;

/** The gateway does not accept the token: another one is needed. */
export class EnrolmentRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "EnrolmentRefused";
  }
}

/** Makes a key and registers it for a one-time token. Throws EnrolmentRefused, or what kept it from asking. */
export async function enrol(input: {
  readonly gateway: string;
  readonly token: string;
  readonly agent: http.Agent;
  /** The uid of `kube-system`, where it is known. */
  readonly clusterUid: string | undefined;
}): Promise<Identity> {
  const { gateway, token, agent, clusterUid } = input;
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const request: EnrolRequest = {
    token,
    publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64url"),
    ...(clusterUid !== undefined && { clusterUid }),
  };
  const { status, body } = await post(`${gateway}${agentPaths.enrol}`, { agent, body: request });
  if (status !== 201) {
    const problem = EnrolProblem.safeParse(body).data?.error ?? `The gateway answered ${status}.`;
    throw status === 401 || status === 400 ? new EnrolmentRefused(problem) : new Error(problem);
  }
  const enrolled = EnrolResponse.parse(body);
  return {
    ...enrolled,
    generation: 1,
    privateKey,
    keySince: new Date(),
    nextKey: null,
    tokenHash: tokenHash(token),
  };
}

export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

async function post(
  url: string,
  { agent, body }: { readonly agent: http.Agent; readonly body: unknown },
): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const call = (url.startsWith("https:") ? https : http).request(
      url,
      {
        method: "POST",
        agent,
        headers: { "content-type": "application/json" },
        signal: AbortSignal.timeout(answerMs),
      },
      resolve,
    );
    call.on("error", reject);
    call.end(JSON.stringify(body));
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk));
  return { status: answer.statusCode ?? 0, body: readJson(Buffer.concat(chunks).toString()) };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
