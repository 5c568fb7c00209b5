import type { AgentContext, AgentSession } from "./agent-context.ts";

/** The content that a command names by its digest; null where the organization has none such. */
export function readContent(input: {
  readonly ctx: AgentContext;
  readonly session: AgentSession;
  readonly digest: string;
}): Promise<Buffer | null> {
  const { ctx, session, digest } = input;
  return ctx.store.read(session.organizationId, (tx) => tx.bundle(digest));
}
