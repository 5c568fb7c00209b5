import type { AgentFrame } from "#contracts/agent-protocol.ts";

/** What an agent says came of a command. */
export type CommandResult = Extract<AgentFrame, { readonly type: "commandResult" }>;
