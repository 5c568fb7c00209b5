import type { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import type { KeyRing, ProvableKey } from "#agent/identity/key-ring.ts";
import type { KeyRotation } from "#agent/identity/key-rotation.ts";
import type { OwnKind } from "#contracts/agent-own-kinds.ts";
import type { AgentCommand, AgentFrame, Cursor, ServerFrame } from "#contracts/agent-protocol.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import { ConnectionLost, ContentRequests } from "./content-requests.ts";
import { GatewaySocket } from "./gateway-socket.ts";
import { shakeHands } from "./handshake.ts";
import type { Handshake, Introduction } from "./handshake.ts";
import { Recall } from "./recall.ts";
import { ReconnectPace } from "./reconnect-pace.ts";
import type { ConnectionEnd } from "./reconnect-pace.ts";
import type { StatePump } from "./state-pump.ts";
import type { StreamTuning } from "./stream-tuning.ts";

export interface GatewayStreamOptions {
  /** Where to dial. */
  readonly url: string;
  readonly agent: Agent;
  readonly keys: KeyRing;
  readonly rotation: KeyRotation;
  readonly introduce: () => Introduction;
  readonly pump: StatePump;
  readonly acknowledged: (cursor: Cursor) => void;
  readonly command: (id: string, command: AgentCommand) => void;
  readonly heartbeat: () => AgentFrame;
  /** Takes the kinds to watch beside the usual ones; resolves when all of them is known. */
  readonly ownKinds: (kinds: readonly OwnKind[]) => Promise<void>;
  /** The gateway could not make sense of what it got. */
  readonly misunderstood: () => void;
  readonly tuning: StreamTuning;
  readonly log: Log;
}

/** How long the first report waits for kinds that the gateway just named. */
const ownKindsMs = 5_000;

/** Keeps the agent connected for ever, one connection at a time, and never in a hot loop. */
export class GatewayStream {
  readonly #options: GatewayStreamOptions;
  readonly #contents = new ContentRequests();
  readonly #recall = new Recall();
  #socket: GatewaySocket | null = null;
  #connections = 0;
  #attempts = 0;
  /** Whether anything was acknowledged on this connection. */
  #wasOfUse = false;

  constructor(options: GatewayStreamOptions) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  /** How many connections were made so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Sends on the connection there is; without one the frame is dropped. */
  send(frame: AgentFrame): void {
    void this.#socket?.send(frame);
  }

  /** The content with this SHA-256; throws ConnectionLost where the connection ends before it is here. */
  fetchContent(digest: string): Promise<Buffer> {
    const socket = this.#socket;
    if (socket === null) return Promise.reject(new ConnectionLost());
    return this.#contents.fetch(digest, () => socket.send({ type: "contentRequest", digest }));
  }

  /** Ends the connection; a new one introduces the agent as it is now. */
  reconnect(): void {
    this.#socket?.close();
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const pace = new ReconnectPace(this.#options.tuning, Math.random);
    while (!signal.aborted) {
      const startedAt = performance.now();
      this.#wasOfUse = false;
      const end = await this.#connect(signal);
      if (signal.aborted) return;
      const lastedMs = performance.now() - startedAt;
      const wait = pace.next({ lastedMs, wasOfUse: this.#wasOfUse, reason: reasonOf(end) });
      this.#heed(end);
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One connection; where the gateway may know either of two keys, the second one at once after the first. */
  async #connect(signal: AbortSignal): Promise<ServerFrame | null> {
    let end: ServerFrame | null = null;
    for (const key of this.#options.keys.candidates) {
      end = await this.#connectWith(key, signal);
      if (signal.aborted || reasonOf(end) !== "unauthenticated") return end;
    }
    return end;
  }

  /** One connection from dialling to its end; returns the frame that ended it, if one did. */
  async #connectWith(key: ProvableKey, signal: AbortSignal): Promise<ServerFrame | null> {
    const { url, agent, keys, introduce, tuning, log } = this.#options;
    const { identity } = keys;
    const socket = new GatewaySocket({ url, agent, deadMs: tuning.deadMs, log, signal });
    if (!(await socket.opened())) return null;
    this.#attempts += 1;
    const attempt = this.#attempts;
    const handshake = await shakeHands(socket, {
      identity,
      key,
      attempt,
      introduction: introduce(),
    });
    if (handshake.kind === "ended") {
      socket.close();
      return handshake.frame;
    }
    log("info", "connected to the gateway", { cluster: identity.cluster });
    await keys.adopt(key.generation, new Date()).catch((error: unknown) => {
      log("warning", "the identity was not stored", { error: errorText(error) });
    });
    return this.#use(socket, handshake);
  }

  async #use(
    socket: GatewaySocket,
    welcome: Extract<Handshake, { readonly kind: "welcome" }>,
  ): Promise<ServerFrame | null> {
    const { rotation, pump, tuning } = this.#options;
    const { cursor, rotation: takesKeys, recalls, ownKinds } = welcome;
    this.#socket = socket;
    this.#connections += 1;
    const heartbeat = setInterval(() => this.send(this.#options.heartbeat()), tuning.heartbeatMs);
    await this.#name(ownKinds, socket.signal);
    const ask = () => this.#recall.ask(() => socket.send({ type: "recall" }));
    const pumping = pump.run(socket, { cursor, recall: recalls ? ask : null });
    if (takesKeys) rotation.connected((frame) => void socket.send(frame));
    const end = await this.#follow(socket);
    clearInterval(heartbeat);
    rotation.disconnected();
    socket.close();
    this.#socket = null;
    this.#contents.lose();
    this.#recall.lose();
    await pumping;
    return end;
  }

  async #follow(socket: GatewaySocket): Promise<ServerFrame | null> {
    for (;;) {
      const frame = await socket.receive();
      switch (frame?.type) {
        case "ack":
          this.#wasOfUse = true;
          this.#options.acknowledged({ epoch: frame.epoch, seq: frame.seq });
          break;
        case "command":
          this.#options.command(frame.id, frame.command);
          break;
        case "content":
          this.#contents.take(frame);
          break;
        case "recalled":
          this.#recall.take(frame);
          break;
        case "keyRotated":
        case "keyRefused":
          this.#options.rotation.take(frame);
          break;
        case "welcome":
          void this.#name(frame.ownKinds ?? null, socket.signal);
          break;
        case "challenge":
          break;
        case "kicked":
        case "refused":
        case undefined:
          return frame;
      }
    }
  }

  /** A snapshot without them would say that they are gone, so there is a short wait for them. */
  async #name(kinds: readonly OwnKind[] | null, signal: AbortSignal): Promise<void> {
    if (kinds === null) return;
    const named = this.#options.ownKinds(kinds).catch((error: unknown) => {
      this.#options.log("warning", "own kinds are not known yet", { error: errorText(error) });
    });
    const late = sleep(ownKindsMs, undefined, { signal }).catch(() => undefined);
    await Promise.race([named, late]);
  }

  #heed(end: ServerFrame | null): void {
    const { log } = this.#options;
    if (end?.type === "kicked") {
      log("warning", "the gateway ended the connection", { reason: end.reason });
    }
    if (end?.type !== "refused") return;
    log("error", end.message, { reason: end.reason });
    if (end.reason === "malformed") this.#options.misunderstood();
  }
}

/** What of the last frame matters to the next connection. */
function reasonOf(end: ServerFrame | null): ConnectionEnd["reason"] {
  if (end?.type === "refused" && end.reason === "unauthenticated") return end.reason;
  if (end?.type === "kicked" && end.reason !== "draining") return end.reason;
  return "lost";
}
