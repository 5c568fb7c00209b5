import type { AgentCommand } from "#contracts/agent-protocol.ts";

import type { Config } from "./config.ts";
import { nudgeEngines } from "./engines/nudge-engines.ts";
import type { KeyRotation } from "./identity/key-rotation.ts";
import type { KubeClient } from "./kube/kube-client.ts";
import { readPodLogs } from "./logs/read-pod-logs.ts";
import type { Observation } from "./observation.ts";
import type { Outcome } from "./stream/command-queue.ts";

/** Does what the gateway tells. Throws where that cannot be done, with a sentence for people. */
export async function executeCommand(
  command: AgentCommand,
  context: {
    readonly client: KubeClient;
    readonly observation: Observation;
    readonly fetchContent: (digest: string) => Promise<Buffer>;
    readonly sync: Config["sync"];
    readonly argoSync: Config["argoSync"];
    readonly rotation: KeyRotation;
    readonly signal: AbortSignal;
  },
): Promise<Outcome> {
  const { client, observation, fetchContent, sync, signal } = context;
  switch (command.name) {
    case "relist":
      observation.watches.relist();
      observation.tellAnew();
      return { ok: true, message: "everything is listed anew", sync: null };
    case "logs": {
      const logs = await readPodLogs(command, { client, signal });
      return { ok: logs.state === "read", message: `logs: ${logs.state}`, sync: null, logs };
    }
    case "rotateKey": {
      const ok = await context.rotation.rotate();
      return { ok, message: ok ? "the key was rotated" : "the key was not rotated", sync: null };
    }
    case "nudge": {
      const maySync = context.argoSync === "on";
      const { windows } = observation;
      const engines = observation.engines();
      return nudgeEngines(command, { client, engines, windows, maySync, signal });
    }
    case "diff": {
      const content = await fetchContent(command.digest);
      return observation.sync.diff(command, { content, signal });
    }
    case "sync": {
      if (sync === "off") {
        return { ok: true, message: "this agent does not sync: something else does", sync: null };
      }
      const content = await fetchContent(command.digest);
      const outcome = await observation.sync.run(command, { content, signal });
      observation.review();
      return outcome;
    }
  }
}
