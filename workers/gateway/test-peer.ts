import { randomUUID, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { once } from "node:events";
import { gunzipSync, gzipSync } from "node:zlib";

import { WebSocket } from "ws";

import { ServerFrame, agentSubprotocol, challengeText } from "#contracts/agent-protocol.ts";
import type { AgentFrame } from "#contracts/agent-protocol.ts";

export interface PeerOptions {
  readonly port: number;
  readonly clusterId: string;
  readonly origin: string;
  readonly privateKey: KeyObject;
  /** Another process by default. */
  readonly instanceId?: string;
  /** What the hello says beside the usual. */
  readonly hello?: Partial<Extract<AgentFrame, { type: "hello" }>>;
}

/** The agent's side of a connection, frame by frame, for tests. */
export class TestPeer {
  readonly ws: WebSocket;
  readonly #options: PeerOptions;
  readonly #instanceId: string;
  readonly #frames: ServerFrame[] = [];
  #wake = Promise.withResolvers<void>();

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#instanceId = options.instanceId ?? randomUUID();
    this.ws = new WebSocket(`ws://127.0.0.1:${options.port}/agent/v1/connect`, agentSubprotocol);
    this.ws.on("error", () => {});
    this.ws.on("message", (data: Buffer, isBinary) => {
      const text = (isBinary ? gunzipSync(data) : data).toString();
      this.#frames.push(ServerFrame.parse(JSON.parse(text)));
      this.#wake.resolve();
    });
    this.ws.on("close", () => this.#wake.resolve());
  }

  send(frame: AgentFrame): void {
    const text = JSON.stringify(frame);
    this.ws.send(text.length > 1024 ? gzipSync(text) : text);
  }

  /** The next frame, or `closed` when there is none and will be none. */
  async next(): Promise<ServerFrame | "closed"> {
    while (this.#frames.length === 0 && this.ws.readyState !== WebSocket.CLOSED) {
      this.#wake = Promise.withResolvers();
      if (this.#frames.length === 0) await this.#wake.promise;
    }
    return this.#frames.shift() ?? "closed";
  }

  /** Says hello and returns the nonce to sign. */
  async introduce(generation = 1): Promise<string> {
    if (this.ws.readyState === WebSocket.CONNECTING) await once(this.ws, "open");
    this.send({
      type: "hello",
      clusterId: this.#options.clusterId,
      instanceId: this.#instanceId,
      generation,
      agentVersion: "1",
      kubernetesVersion: "v1.35.0",
      missingRights: [],
      ...this.#options.hello,
    });
    const challenge = await this.next();
    if (challenge === "closed" || challenge.type !== "challenge") throw new Error("no challenge");
    return challenge.nonce;
  }

  prove(
    nonce: string,
    {
      key = this.#options.privateKey,
      generation = 1,
    }: { key?: KeyObject; generation?: number } = {},
  ): void {
    const { origin, clusterId } = this.#options;
    const text = challengeText({
      nonce,
      origin,
      clusterId,
      instanceId: this.#instanceId,
      generation,
    });
    this.send({
      type: "proof",
      signature: sign(null, Buffer.from(text), key).toString("base64url"),
    });
  }
}
