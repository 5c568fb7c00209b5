import type { AgentFrame } from "#contracts/agent-protocol.ts";

/** How an agent introduces itself. */
export type Hello = Extract<AgentFrame, { readonly type: "hello" }>;
