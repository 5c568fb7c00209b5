import { frameLimits } from "#contracts/agent-protocol.ts";
import type { RecalledWorkload } from "#services/agent/recall-state.ts";

import type { AgentSocket } from "./agent-socket.ts";

/** Sends the marks of what is stored, in as many parts as they need. */
export async function sendRecalled(
  socket: AgentSocket,
  recalled: readonly RecalledWorkload[],
): Promise<void> {
  const marks = Buffer.concat(recalled.map(({ mark }) => mark));
  const size = frameLimits.contentBytes;
  const parts = Math.max(1, Math.ceil(marks.length / size));
  for (let part = 0; part < parts && !socket.signal.aborted; part += 1) {
    const text = marks.subarray(part * size, (part + 1) * size).toString("base64");
    await socket.send({ type: "recalled", marks: text, last: part === parts - 1 });
  }
}
