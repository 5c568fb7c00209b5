import type { Config } from "#agent/config.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { AgentCapability } from "#contracts/agent-capability.ts";

import { mayDo } from "./may-do.ts";
import type { Right } from "./may-do.ts";

const nudges: readonly Right[] = [
  { verb: "patch", group: "kustomize.toolkit.fluxcd.io", resource: "kustomizations" },
  { verb: "patch", group: "helm.toolkit.fluxcd.io", resource: "helmreleases" },
  { verb: "patch", group: "argoproj.io", resource: "applications" },
];
const logs: Right = { verb: "get", group: "", resource: "pods", subresource: "log" };

/** What the agent is set up to do, whatever it may. */
export function configuredCapabilities({ sync }: Pick<Config, "sync">): readonly AgentCapability[] {
  return sync === "apply" ? ["sync"] : [];
}

/** The same and what the API server lets it do in any of the namespaces that it looks at. */
export async function readCapabilities(input: {
  readonly client: KubeClient;
  readonly config: Pick<Config, "sync" | "namespaces">;
  readonly signal: AbortSignal;
}): Promise<readonly AgentCapability[]> {
  const { client, config, signal } = input;
  const namespaces = config.namespaces.length === 0 ? [null] : config.namespaces;
  async function mayDoAny(rights: readonly Right[]): Promise<boolean> {
    for (const right of rights) {
      for (const namespace of namespaces) {
        if (await mayDo(client, right, { namespace, signal })) return true;
      }
    }
    return false;
  }
  return [
    ...configuredCapabilities(config),
    ...((await mayDoAny(nudges)) ? (["nudge"] as const) : []),
    ...((await mayDoAny([logs])) ? (["logs"] as const) : []),
  ];
}
