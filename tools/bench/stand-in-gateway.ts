import { hash, randomUUID } from "node:crypto";
import { createServer } from "node:https";

import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

import type { AgentFrame, ServerFrame } from "#contracts/agent-protocol.ts";
import { markBytes, markText } from "#contracts/workload-mark.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import { listen } from "#sandbox/http/listen.ts";
import type { Certificate } from "#test/tls-authority.ts";
import { FrameDecoder, encodeFrame } from "#workers/gateway/frame-codec.ts";
import { snapshotEncodings } from "#workers/gateway/snapshot-decoder.ts";

const pingMs = 15_000;

export interface Snapshot {
  readonly count: number;
  /** On the wire, both ways, from the welcome on. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** A gateway that takes every agent and acknowledges everything, and keeps what it is told in memory at most. */
export interface StandInGateway {
  readonly url: string;
  /** The next complete snapshot. */
  readonly snapshot: () => Promise<Snapshot>;
  /** Bytes that came over the connections so far. */
  readonly bytes: () => number;
  /** Has the agent connect anew to a gateway that lost its place, and everything else where it is told to. */
  readonly forget: (what: "place" | "everything") => void;
  readonly close: () => void;
}

/** Starts it with a certificate made out to localhost. */
export async function startStandInGateway(certificate: Certificate): Promise<StandInGateway> {
  const sockets = new Set<WebSocket>();
  const stored = new Map<string, ObservedWorkload>();
  let received = 0;
  let told = Promise.withResolvers<Snapshot>();
  const enrolled = { clusterId: randomUUID(), organization: "bench", cluster: "bench" };
  const server = createServer(certificate, (_request, response) => {
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
      const conversation = new Conversation(peer, stored, (snapshot) => {
        told.resolve(snapshot);
        told = Promise.withResolvers();
      });
      const decoder = new FrameDecoder();
      peer.on("message", (data: Buffer, isBinary: boolean) =>
        conversation.take(decoder.decode(data, isBinary), data.length),
      );
    }),
  );
  const port = await listen(server, 0);
  return {
    url: `https://localhost:${port}`,
    snapshot: () => told.promise,
    bytes: () => received,
    forget(what) {
      if (what === "everything") stored.clear();
      for (const socket of sockets) socket.close();
    },
    close() {
      for (const socket of sockets) socket.terminate();
      server.close();
    },
  };
}

class Conversation {
  readonly #peer: WebSocket;
  readonly #stored: Map<string, ObservedWorkload>;
  readonly #told: (snapshot: Snapshot) => void;
  #bytes = 0;
  #startedAt = 0;

  constructor(
    peer: WebSocket,
    stored: Map<string, ObservedWorkload>,
    told: (snapshot: Snapshot) => void,
  ) {
    this.#peer = peer;
    this.#stored = stored;
    this.#told = told;
  }

  take(frame: AgentFrame, bytes: number): void {
    this.#bytes += bytes;
    switch (frame.type) {
      case "hello":
        return this.#say({ type: "challenge", nonce: "bench" });
      case "proof":
        [this.#startedAt, this.#bytes] = [performance.now(), 0];
        return this.#say({
          type: "welcome",
          cursor: null,
          encodings: snapshotEncodings(),
          recalls: true,
        });
      case "recall":
        return this.#recall();
      case "snapChunk":
        for (const item of frame.items) this.#stored.set(item.uid, item);
        return;
      case "snapBegin":
      case "commandReceived":
      case "commandResult":
      case "contentRequest":
      case "rotateKey":
      case "heartbeat":
        return;
      case "delta":
        return this.#say({ type: "ack", epoch: frame.epoch, seq: frame.seq });
      case "snapEnd":
        this.#say({ type: "ack", epoch: frame.epoch, seq: 0 });
        return this.#told({
          count: frame.count,
          bytes: this.#bytes,
          milliseconds: performance.now() - this.#startedAt,
        });
    }
  }

  #recall(): void {
    const marks = [...this.#stored.values()].map((workload) =>
      hash("sha256", markText(workload), "buffer").subarray(0, markBytes),
    );
    const text = Buffer.concat(marks).toString("base64");
    this.#say({ type: "recalled", marks: text, last: true });
  }

  #say(frame: ServerFrame): void {
    const data = encodeFrame(frame);
    this.#bytes += Buffer.byteLength(data);
    this.#peer.send(data);
  }
}
