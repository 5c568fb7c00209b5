import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { TlsAuthority } from "#test/tls-authority.ts";
import { agentProcess } from "#tools/agent-bundle/agent-process.ts";
import { bundleAgent } from "#tools/agent-bundle/bundle-agent.ts";

import { LargeCluster } from "./large-cluster.ts";
import type { LargeClusterOptions } from "./large-cluster.ts";
import { startMeasured } from "./measured-process.ts";
import type { MeasuredProcess } from "./measured-process.ts";
import { startStandInGateway } from "./stand-in-gateway.ts";
import type { StandInGateway } from "./stand-in-gateway.ts";

const rawInformers = fileURLToPath(new URL("./raw-informers.ts", import.meta.url));

/** A cluster, a gateway, and the agent or raw informers before them. */
export interface AgentWorld {
  readonly cluster: LargeCluster;
  readonly gateway: StandInGateway;
  /** The agent as its image runs it. */
  readonly startAgent: () => Promise<MeasuredProcess>;
  /** The informers of the client library, for the same kinds, with nothing done about what they say. */
  readonly startInformers: () => Promise<MeasuredProcess>;
  readonly close: () => Promise<void>;
}

export async function openAgentWorld(
  options: Omit<LargeClusterOptions, "certificate">,
): Promise<AgentWorld> {
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-bench-"));
  const agent = await bundleAgent(join(folder, "agent"));
  const authority = new TlsAuthority();
  const certificate = authority.issue("localhost");
  const cluster = await new LargeCluster({ ...options, certificate }).start();
  const gateway = await startStandInGateway(certificate);
  await writeFile(join(folder, "kubeconfig"), kubeconfig(cluster.server, authority.file));
  const started: MeasuredProcess[] = [];
  async function start(args: readonly string[], env: Readonly<Record<string, string>>) {
    const measured = await startMeasured(args, env);
    started.push(measured);
    return measured;
  }
  return {
    cluster,
    gateway,
    startAgent: () =>
      start([...agentProcess.flags, agent], {
        ...agentProcess.env,
        STAGECOACH_GATEWAY: gateway.url,
        STAGECOACH_CA_FILE: authority.file,
        STAGECOACH_ENROLMENT_TOKEN: randomBytes(32).toString("base64url"),
        STAGECOACH_STATE_DIR: join(folder, randomBytes(4).toString("hex")),
        KUBECONFIG: join(folder, "kubeconfig"),
      }),
    startInformers: () => start([rawInformers, cluster.server], {}),
    async close() {
      await Promise.all(started.map((each) => each.stop()));
      gateway.close();
      cluster.close();
      authority.remove();
      await rm(folder, { recursive: true });
    },
  };
}

/** As JSON: inside of a cluster nothing parses YAML. */
function kubeconfig(server: string, caFile: string): string {
  const name = "bench";
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster: { server, "certificate-authority": caFile } }],
    users: [{ name, user: { token: name } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}
