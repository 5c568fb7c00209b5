import type { OwnKind } from "#contracts/agent-own-kinds.ts";
import { AgentCommand } from "#contracts/agent-protocol.ts";
import { errorText } from "#contracts/log.ts";
import { clusterChannel } from "#ports/bus.ts";
import type { CommandRow } from "#ports/store/command-rows.ts";
import type { OpenedSession } from "#services/agent/open-session.ts";
import { readCommands } from "#services/agent/read-commands.ts";

import type { AgentSocket } from "./agent-socket.ts";
import type { GatewayContext } from "./gateway-context.ts";

/**
 * Sends the agent its commands in order, each once per connection, and the kinds to watch whenever they change, and
 * ends the connection when it no longer counts: at once, whenever the cluster's bell rings, and now and then in case a ring was lost.
 */
export async function feedCommands(
  socket: AgentSocket,
  ctx: GatewayContext,
  session: OpenedSession,
): Promise<void> {
  const sent: Sent = { commands: new Set(), ownKinds: session.ownKinds };
  let bell = Promise.withResolvers<void>();
  const unlisten = await listen(ctx, session.clusterId, () => bell.resolve());
  socket.signal.addEventListener("abort", () => bell.resolve());
  try {
    while (!socket.signal.aborted) {
      bell = Promise.withResolvers<void>();
      const timer = setTimeout(bell.resolve, ctx.tuning.pollMs * (0.8 + Math.random() * 0.4));
      await look({ socket, ctx, session, sent });
      if (socket.signal.aborted) bell.resolve();
      await bell.promise;
      clearTimeout(timer);
    }
  } finally {
    await unlisten();
  }
}

/** Without bells the feed still looks now and then. */
async function listen(
  { bus, log }: GatewayContext,
  clusterId: string,
  heard: () => void,
): Promise<() => Promise<void>> {
  try {
    return await bus.listen(clusterChannel(clusterId), heard);
  } catch (error) {
    log("warning", "cannot listen for bells", { error: errorText(error) });
    return () => Promise.resolve();
  }
}

/** What the agent was told on this connection. */
interface Sent {
  readonly commands: Set<string>;
  ownKinds: readonly OwnKind[];
}

async function look(feed: {
  readonly socket: AgentSocket;
  readonly ctx: GatewayContext;
  readonly session: OpenedSession;
  readonly sent: Sent;
}): Promise<void> {
  const { socket, ctx, session, sent } = feed;
  try {
    const standing = await readCommands({ ctx, session });
    if (standing.kind !== "current") {
      socket.kick(standing.kind);
      return;
    }
    await tellOwnKinds(socket, { now: standing.ownKinds, sent });
    for (const row of standing.commands) {
      if (sent.commands.has(row.id)) continue;
      sent.commands.add(row.id);
      await sendCommand(socket, ctx, row);
    }
  } catch (error) {
    ctx.log("warning", "commands were not read", { error: errorText(error) });
  }
}

/** In another welcome, which agents that know of no such kinds pass over. */
async function tellOwnKinds(
  socket: AgentSocket,
  { now, sent }: { readonly now: readonly OwnKind[]; readonly sent: Sent },
): Promise<void> {
  if (JSON.stringify(now) === JSON.stringify(sent.ownKinds)) return;
  sent.ownKinds = now;
  await socket.send({ type: "welcome", cursor: null, ownKinds: [...now] });
}

async function sendCommand(
  socket: AgentSocket,
  { log }: GatewayContext,
  { id, type, payload }: CommandRow,
): Promise<void> {
  const command = AgentCommand.safeParse({ ...payload, name: type });
  if (command.success) await socket.send({ type: "command", id, command: command.data });
  else log("error", "a stored command is not of agent.v1", { id, command: type });
}
