import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

import { listen } from "#sandbox/http/listen.ts";
import { FrameDecoder } from "#workers/gateway/frame-codec.ts";
import { snapshotEncodings } from "#workers/gateway/snapshot-decoder.ts";

const pingMs = 15_000;

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
  /** Bytes that came over the connections so far. */
  readonly bytes: () => number;
  /** Has the agent connect anew and tell everything once more. */
  readonly forget: () => void;
  readonly close: () => void;
}

export async function startStandInGateway(): Promise<StandInGateway> {
  const sockets = new Set<WebSocket>();
  let received = 0;
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
      const pinging = setInterval(() => peer.ping(), pingMs);
      peer.on("close", () => clearInterval(pinging));
      peer.on("message", (data: Buffer) => (received += data.length));
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
    bytes: () => received,
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
  const decoder = new FrameDecoder();
  let bytes = 0;
  let startedAt = 0;
  peer.on("message", (data: Buffer, isBinary: boolean) => {
    bytes += data.length;
    const frame = decoder.decode(data, isBinary);
    const say = (answer: object): void => peer.send(JSON.stringify(answer));
    if (frame.type === "hello") say({ type: "challenge", nonce: "bench" });
    if (frame.type === "proof") {
      startedAt = performance.now();
      say({ type: "welcome", cursor: null, encodings: snapshotEncodings() });
    }
    if (frame.type === "snapBegin") bytes = data.length;
    if (frame.type === "delta") say({ type: "ack", epoch: frame.epoch, seq: frame.seq });
    if (frame.type !== "snapEnd") return;
    told({ count: frame.count, bytes, milliseconds: performance.now() - startedAt });
    say({ type: "ack", epoch: frame.epoch, seq: 0 });
  });
}
