import { frameLimits } from "#contracts/agent-protocol.ts";

import type { AgentSocket } from "./agent-socket.ts";

/** Sends content in chunks, each once the one before it is written; a single empty one says that there is none. */
export async function sendContent(
  socket: AgentSocket,
  digest: string,
  content: Buffer | null,
): Promise<void> {
  if (content === null) {
    await socket.send({ type: "content", digest, index: 0, last: true, data: null });
    return;
  }
  const size = frameLimits.contentBytes;
  const chunks = Math.max(1, Math.ceil(content.length / size));
  for (let index = 0; index < chunks && !socket.signal.aborted; index += 1) {
    const data = content.subarray(index * size, (index + 1) * size).toString("base64");
    await socket.send({ type: "content", digest, index, last: index === chunks - 1, data });
  }
}
