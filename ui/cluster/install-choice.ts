import type { AgentCapability } from "#contracts/agent-capability.ts";

/** Who brings the cluster to what git says. */
export type Applier = "agent" | "engines" | "nobody";

export interface InstallChoice {
  readonly applier: Applier;
  readonly logs: boolean;
}

export const firstChoice: InstallChoice = { applier: "agent", logs: false };

export const appliers: readonly { readonly value: Applier; readonly label: string }[] = [
  { value: "agent", label: "the agent" },
  { value: "engines", label: "Flux or Argo CD" },
  { value: "nobody", label: "something else" },
];

/** What the agent is given rights for, beside watching. */
export function rightsOf({ applier, logs }: InstallChoice): readonly AgentCapability[] {
  const applying = { agent: ["sync"], engines: ["nudge"], nobody: [] } as const;
  return [...applying[applier], ...(logs ? (["logs"] as const) : [])];
}

/** What follows of the choice, as a sentence. */
export function choiceWords(applier: Applier): string {
  switch (applier) {
    case "agent":
      return "It applies what the cluster's path in git contains, and asks before it deletes much or takes over what others set.";
    case "engines":
      return "The agent applies nothing. After a push it asks Flux and Argo CD to look at once.";
    case "nobody":
      return "The agent only watches.";
  }
}
