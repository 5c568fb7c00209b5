import type { AgentFrame } from "#contracts/agent-protocol.ts";
import { errorText } from "#contracts/log.ts";
import { DomainError } from "#domain/error.ts";
import { clusterChannel } from "#ports/bus.ts";
import { applyState } from "#services/agent/apply-state.ts";
import { closeAgentSession } from "#services/agent/close-session.ts";
import type { OpenedSession } from "#services/agent/open-session.ts";
import { readContent } from "#services/agent/read-content.ts";
import { recallState } from "#services/agent/recall-state.ts";
import { recordReceived, recordResult } from "#services/agent/record-result.ts";

import type { AgentSocket } from "./agent-socket.ts";
import { feedCommands } from "./command-feed.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { shakeHands } from "./handshake.ts";
import { KeyRotation } from "./key-rotation.ts";
import { retryWhileAway } from "./retry-while-away.ts";
import { sendContent } from "./send-content.ts";
import { sendRecalled } from "./send-recalled.ts";
import { snapshotEncodings } from "./snapshot-decoder.ts";
import { StateStream } from "./state-stream.ts";
import type { StateFrame } from "./state-stream.ts";

const encodings = snapshotEncodings();

/** Serves one connection from its handshake to its end; never throws. */
export async function serveAgent(socket: AgentSocket, ctx: GatewayContext): Promise<void> {
  const session = await shakeHands(socket, ctx);
  if (session === null) return;
  const { clusterId, organizationId, sessionEpoch, cursor, ownKinds } = session;
  ctx.log("info", "agent connected", { organizationId, clusterId, sessionEpoch });
  await socket.send({
    type: "welcome",
    cursor,
    rotation: true,
    encodings,
    recalls: true,
    ownKinds: [...ownKinds],
  });
  await ring(ctx, clusterId);
  const feeding = feedCommands(socket, ctx, session);
  try {
    const keyRotation = new KeyRotation(ctx, session);
    await handleFrames({ socket, ctx, session, stream: new StateStream(cursor), keyRotation });
  } catch (error) {
    end(socket, ctx, error);
  }
  // A look for commands that is still under way would mark the agent online again.
  await feeding;
  await markOffline(ctx, session);
  ctx.log("info", "agent disconnected", { organizationId, clusterId, sessionEpoch });
}

interface Connection {
  readonly socket: AgentSocket;
  readonly ctx: GatewayContext;
  readonly session: OpenedSession;
  readonly stream: StateStream;
  readonly keyRotation: KeyRotation;
}

/** One frame after the other, so that an acknowledgement never stands for something that is not stored. */
async function handleFrames(connection: Connection): Promise<void> {
  const { socket, ctx } = connection;
  for (;;) {
    const frame = await socket.receive();
    if (frame === null) return;
    await retryWhileAway(ctx, socket.signal, takeFrame(connection, frame));
  }
}

/** The work that a frame asks for; it may be done again until it succeeds. */
function takeFrame(connection: Connection, frame: AgentFrame): () => Promise<void> {
  const { socket, ctx, session } = connection;
  switch (frame.type) {
    case "snapBegin":
    case "snapChunk":
    case "snapEnd":
    case "delta":
      return storeState(connection, frame);
    case "recall":
      return async () => {
        const recalled = await recallState({ ctx, session });
        connection.stream.recall(recalled.map(({ uid }) => uid));
        await sendRecalled(socket, recalled);
      };
    case "commandReceived":
      return async () => keep(socket, await recordReceived({ ctx, session, id: frame.id }));
    case "commandResult":
      return async () => keep(socket, await recordResult({ ctx, session, result: frame }));
    case "rotateKey":
      return () => connection.keyRotation.take(frame, socket);
    case "contentRequest":
      return async () => {
        const content = await readContent({ ctx, session, digest: frame.digest });
        await sendContent(socket, frame.digest, content);
      };
    case "heartbeat":
      return () => Promise.resolve();
    case "hello":
    case "proof":
      throw new DomainError("invalid", `A ${frame.type} has no place after the handshake.`);
  }
}

function storeState(
  { socket, ctx, session, stream }: Connection,
  first: StateFrame,
): () => Promise<void> {
  const state = stream.take([first, ...waitingDeltas(socket, first)]);
  return async (): Promise<void> => {
    if (state === null) {
      const { cursor } = stream;
      if (first.type === "delta" && cursor !== null) await socket.send({ type: "ack", ...cursor });
      return;
    }
    const isStored = await applyState({ ctx, session, state });
    keep(socket, isStored);
    if (isStored) await socket.send({ type: "ack", ...state.cursor });
  };
}

/** The deltas that came meanwhile are stored in the same transaction. */
function waitingDeltas(socket: AgentSocket, first: StateFrame): readonly StateFrame[] {
  const deltas: StateFrame[] = [];
  if (first.type !== "delta") return deltas;
  for (let next = socket.peek(); next?.type === "delta"; next = socket.peek()) {
    deltas.push(next);
    socket.drop();
  }
  return deltas;
}

function keep(socket: AgentSocket, isCurrent: boolean): void {
  if (!isCurrent) socket.kick("replaced");
}

function end(socket: AgentSocket, ctx: GatewayContext, error: unknown): void {
  if (socket.signal.aborted) return;
  ctx.log("error", "connection failed", { error: errorText(error) });
  const isAgents = error instanceof DomainError && error.code === "invalid";
  if (isAgents) socket.refuse("malformed", error.message);
  else socket.refuse("busy", "The gateway could not store what the agent sent. Try again.");
}

/** Other gateways that hold an older connection of the cluster look and end it. */
async function ring({ bus, log }: GatewayContext, clusterId: string): Promise<void> {
  try {
    await bus.ring(clusterChannel(clusterId));
  } catch (error) {
    log("warning", "the bell did not ring", { error: errorText(error) });
  }
}

async function markOffline(ctx: GatewayContext, session: OpenedSession): Promise<void> {
  try {
    await closeAgentSession({ ctx, session });
  } catch (error) {
    ctx.log("warning", "agent not marked offline", { error: errorText(error) });
  }
}
