import { AgentCapabilities } from "./agent-capability.ts";
import type { AgentCapability } from "./agent-capability.ts";

/** Below the gateway's URL: what `kubectl apply` installs an agent from, for whoever has a token. */
export const installPath = "/agent/v1/install";

/** The one command that installs an agent which may do this and nothing beyond watching. */
export function installCommand(url: string, may: readonly AgentCapability[]): string {
  return `curl -fsSL '${url}&permissions=${may.join()}' | kubectl apply -f -`;
}

/** What the address of an installation allows; one that says nothing of it is of the time when all could sync. */
export function readPermissions(query: URLSearchParams): readonly AgentCapability[] {
  const said = query.get("permissions");
  return said === null ? ["sync", "nudge"] : AgentCapabilities.parse(said.split(",").slice(0, 20));
}
