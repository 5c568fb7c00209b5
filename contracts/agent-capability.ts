import { z } from "zod";

const words = ["sync", "nudge", "logs"] as const;

const AgentCapability = z.enum(words);
/**
 * What an agent may do and is set up to do: apply a path of git by itself, ask Flux and Argo CD to look at git at
 * once, show the last lines of a container.
 */
export type AgentCapability = z.infer<typeof AgentCapability>;

/** Words of newer agents are left out. An older agent says none at all, and is told to sync as ever. */
export const AgentCapabilities = z
  .array(z.string().max(100))
  .max(20)
  .transform((said): readonly AgentCapability[] => words.filter((word) => said.includes(word)));

/** The same as the server tells it: null where the agent never said. */
export const ToldCapabilities = z.array(AgentCapability).readonly().nullable();
