import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";

import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

import { AgentFrame } from "#contracts/agent-protocol.ts";
import { listen } from "#sandbox/http/listen.ts";

export interface Snapshot {
  readonly count: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** A gateway that takes every agent and acknowledges everything, but stores nothing. */
export interface StandInGateway {
  readonly url: string;
  /** The next complete snapshot. */
  readonly snapshot: () => Promise<Snapshot>;
  /** Has the agent connect anew and tell everything once more. */
  readonly forget: () => void;
  readonly close: () => void;
}

export async function startStandInGateway(): Promise<StandInGateway> {
  const sockets = new Set<WebSocket>();
  let told = Promise.withResolvers<Snapshot>();
  const enrolled = { clusterId: randomUUID(), organization: "bench", cluster: "bench" };
  const server = createServer((_request, response) => {
    response.writeHead(201, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...enrolled, gatewayUrl: "http://gateway.bench.test" }));
  });
  const upgrade = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) =>
    upgrade.handleUpgrade(request, socket, head, (peer) => {
      sockets.add(peer);
      peer.on("close", () => sockets.delete(peer));
      converse(peer, (snapshot) => {
        told.resolve(snapshot);
        told = Promise.withResolvers();
      });
    }),
  );
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    snapshot: () => told.promise,
    forget() {
      for (const socket of sockets) socket.close();
    },
    close() {
      for (const socket of sockets) socket.terminate();
      server.close();
    },
  };
}

function converse(peer: WebSocket, told: (snapshot: Snapshot) => void): void {
  let bytes = 0;
  let startedAt = 0;
  peer.on("message", (data: Buffer, isBinary: boolean) => {
    bytes += data.length;
    const text = (isBinary ? gunzipSync(data) : data).toString();
    const frame = AgentFrame.parse(JSON.parse(text));
    const say = (answer: object): void => peer.send(JSON.stringify(answer));
    if (frame.type === "hello") say({ type: "challenge", nonce: "bench" });
    if (frame.type === "proof") {
      startedAt = performance.now();
      say({ type: "welcome", cursor: null });
    }
    if (frame.type === "snapBegin") bytes = data.length;
    if (frame.type === "delta") say({ type: "ack", epoch: frame.epoch, seq: frame.seq });
    if (frame.type !== "snapEnd") return;
    told({ count: frame.count, bytes, milliseconds: performance.now() - startedAt });
    say({ type: "ack", epoch: frame.epoch, seq: 0 });
  });
}
