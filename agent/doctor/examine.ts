import { readConfig } from "#agent/config.ts";
import type { Config } from "#agent/config.ts";
import { createGatewayAgent } from "#agent/stream/gateway-agent.ts";

import { checkCluster } from "./check-cluster.ts";
import { checkAnswer, checkWebSocket } from "./check-gateway.ts";
import { checkIdentity } from "./check-identity.ts";
import { checkAuthorityFile, checkTls } from "./check-tls.ts";
import { checkConnection, checkDns } from "./check-way.ts";
import { findingsOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { proxyFor } from "./proxy-for.ts";

/** Looks at everything that the agent needs, in the order in which it needs it. Changes nothing. */
export async function examine(
  env: NodeJS.ProcessEnv,
  now: () => Date,
): Promise<readonly Finding[]> {
  const { ok, failed } = findingsOf("configuration");
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return [failed(found, "Set what it names in the Deployment, or in the chart's values.")];
  }
  return [
    ok(`The gateway is ${config.gateway}.`),
    ...(await examineGateway(config, { env, now })),
    await checkIdentity(config),
    ...(await checkCluster(config, env)),
  ];
}

/** Each step needs the one before; what comes after a failure is left out. */
async function examineGateway(
  { gateway: url, caFile }: Config,
  { env, now }: { readonly env: NodeJS.ProcessEnv; readonly now: () => Date },
): Promise<readonly Finding[]> {
  const target = new URL(url);
  const way = { target, proxy: proxyFor(target, env) };
  const dns = await checkDns(way);
  if (dns.status === "failed") return [dns];
  const { finding, socket } = await checkConnection(way);
  if (socket === null) return [dns, finding];
  const authorities = await checkAuthorityFile(caFile, now());
  const before = [dns, finding, ...(authorities ? [authorities] : [])];
  if (target.protocol === "https:") {
    const tls = await checkTls({ target, socket, caFile, now: now() });
    before.push(tls);
    if (tls.status === "failed" || authorities?.status === "failed") return before;
  } else {
    socket.destroy();
    before.push(findingsOf("TLS").skipped("The gateway is asked without TLS."));
  }
  const agent = await createGatewayAgent({ url, caFile, env });
  try {
    const answer = await checkAnswer({ url, agent, now });
    if (answer.some(({ check, status }) => check === "gateway" && status === "failed")) {
      return [...before, ...answer];
    }
    return [...before, ...answer, await checkWebSocket({ url, agent })];
  } finally {
    agent.destroy();
  }
}
