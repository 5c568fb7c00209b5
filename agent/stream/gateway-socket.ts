import type { Agent } from "node:http";

import { WebSocket } from "ws";
import type { RawData } from "ws";

import { agentPaths, agentSubprotocol, frameLimits } from "#contracts/agent-protocol.ts";
import type { AgentFrame, ServerFrame } from "#contracts/agent-protocol.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import { decodeFrame, encodeFrame } from "./frame-codec.ts";
import { SnapshotEncoder } from "./snapshot-encoder.ts";

const handshakeTimeout = 20_000;

/** One connection to the gateway as a sequence of frames. */
export class GatewaySocket {
  readonly #ws: WebSocket;
  readonly #log: Log;
  readonly #waiting: ServerFrame[] = [];
  readonly #closed = new AbortController();
  readonly #silence: NodeJS.Timeout;
  readonly #unwritten = new Set<() => void>();
  #wake: (() => void) | null = null;
  /** Null until the gateway says that it takes more than gzip. */
  #snapshots: SnapshotEncoder | null = null;

  /** Dials; a connection that cannot be made is one that is over at once. */
  constructor(options: {
    /** The gateway's http or https URL. */
    readonly url: string;
    readonly agent: Agent;
    readonly deadMs: number;
    readonly log: Log;
    /** Ends the connection. */
    readonly signal: AbortSignal;
  }) {
    const { url, agent, deadMs, log, signal } = options;
    this.#log = log;
    this.#silence = setTimeout(() => this.#ws.terminate(), deadMs);
    this.#ws = new WebSocket(
      `${url.replace(/^http/, "ws")}${agentPaths.connect}`,
      agentSubprotocol,
      {
        agent,
        handshakeTimeout,
        perMessageDeflate: false,
        maxPayload: 4 * frameLimits.jsonBytes,
      },
    );
    this.#ws.on("message", (data, isBinary) => this.#take(data, isBinary));
    this.#ws.on("ping", () => this.#silence.refresh());
    this.#ws.on("error", (error) =>
      log("warning", "gateway connection", { error: errorText(error) }),
    );
    this.#ws.on("close", () => this.#end());
    signal.addEventListener("abort", () => this.close(), { signal: this.#closed.signal });
    if (signal.aborted) this.close();
  }

  /** Aborts when the connection is over. */
  get signal(): AbortSignal {
    return this.#closed.signal;
  }

  /** Resolves to true when the connection stands, to false when it cannot be made. */
  async opened(): Promise<boolean> {
    if (this.#ws.readyState === WebSocket.CONNECTING) {
      await new Promise<void>((resolve) => {
        this.#ws.once("open", resolve);
        this.signal.addEventListener("abort", () => resolve());
      });
    }
    return this.#ws.readyState === WebSocket.OPEN;
  }

  /** The next frame, or null when the connection is over and everything that came was taken. */
  async receive(): Promise<ServerFrame | null> {
    while (this.#waiting.length === 0 && !this.signal.aborted) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#waiting.shift() ?? null;
  }

  /** Resolves when the frame is written, or dropped because the connection is over. */
  send(frame: AgentFrame): Promise<void> {
    const text = JSON.stringify(frame);
    return this.#write(this.#snapshots?.encode(frame.type, text) ?? encodeFrame(text));
  }

  /** The same for a delta that is JSON already. */
  sendText(text: string): Promise<void> {
    return this.#write(encodeFrame(text));
  }

  close(): void {
    if (this.#ws.readyState === WebSocket.CONNECTING) this.#ws.terminate();
    else this.#ws.close(1000);
    this.#end();
  }

  #write(data: string | Buffer): Promise<void> {
    if (this.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#unwritten.add(resolve);
      this.#ws.send(data, () => {
        this.#unwritten.delete(resolve);
        resolve();
      });
    });
  }

  #take(data: RawData, isBinary: boolean): void {
    this.#silence.refresh();
    try {
      const frame = decodeFrame(toBuffer(data), isBinary);
      const takesChain = frame.type === "welcome" && frame.encodings?.includes("zstd-chain");
      if (takesChain) this.#snapshots ??= new SnapshotEncoder();
      this.#waiting.push(frame);
      this.#wake?.();
    } catch (error) {
      this.#log("error", "the gateway sent something else than agent.v1", {
        error: errorText(error),
      });
      this.close();
    }
  }

  #end(): void {
    clearTimeout(this.#silence);
    this.#closed.abort();
    this.#wake?.();
    // A gateway that reads no more would hold the last frames back for as long as it takes to close.
    for (const resolve of this.#unwritten) resolve();
    this.#unwritten.clear();
  }
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
