import type { RawData, WebSocket } from "ws";

import type {
  AgentFrame,
  KickReason,
  RefusalReason,
  ServerFrame,
} from "#contracts/agent-protocol.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import { FrameDecoder, encodeFrame } from "./frame-codec.ts";
import type { Tuning } from "./tuning.ts";

const mostWaiting = 64;
const mostWaitingBytes = 2 * 1024 * 1024;
const closeCodes = { kicked: 4001, refused: 4003 } as const;

/**
 * A WebSocket as a sequence of agent frames. Reading stops while too much waits to be handled, so that TCP tells
 * the agent; a frame of another form ends the connection.
 */
export class AgentSocket {
  readonly #ws: WebSocket;
  readonly #log: Log;
  readonly #tuning: Tuning;
  readonly #waiting: { readonly frame: AgentFrame; readonly bytes: number }[] = [];
  readonly #decoder = new FrameDecoder();
  readonly #closed = new AbortController();
  #waitingBytes = 0;
  #wake: (() => void) | null = null;
  #heardAt = performance.now();
  #pingTimer: NodeJS.Timeout;

  constructor(ws: WebSocket, { log, tuning }: { readonly log: Log; readonly tuning: Tuning }) {
    this.#ws = ws;
    this.#log = log;
    this.#tuning = tuning;
    ws.on("message", (data, isBinary) => this.#take(data, isBinary));
    ws.on("pong", () => (this.#heardAt = performance.now()));
    ws.on("error", (error) => this.#log("warning", "socket error", { error: errorText(error) }));
    ws.on("close", () => this.#end());
    this.#pingTimer = this.#schedulePing();
  }

  /** Aborts when the connection is over. */
  get signal(): AbortSignal {
    return this.#closed.signal;
  }

  /** The next frame, or null once the connection is over; what was not handled until then is dropped. */
  async receive(): Promise<AgentFrame | null> {
    while (!this.signal.aborted && this.#waiting.length === 0) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.signal.aborted) return null;
    return this.#next();
  }

  /** The next frame when it is already here. */
  peek(): AgentFrame | null {
    return this.signal.aborted ? null : (this.#waiting[0]?.frame ?? null);
  }

  /** Takes the frame that `peek` showed. */
  drop(): void {
    this.#next();
  }

  /** Resolves when the frame is written, or dropped because the connection is over. */
  send(frame: ServerFrame): Promise<void> {
    if (this.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => this.#ws.send(encodeFrame(frame), () => resolve()));
  }

  /** Says why and ends the connection. */
  kick(reason: KickReason): void {
    void this.send({ type: "kicked", reason });
    this.#close(closeCodes.kicked, reason);
  }

  /** Says why and ends the connection. */
  refuse(reason: RefusalReason, message: string): void {
    void this.send({ type: "refused", reason, message });
    this.#close(closeCodes.refused, reason);
  }

  #next(): AgentFrame | null {
    const next = this.#waiting.shift();
    if (next === undefined) return null;
    this.#waitingBytes -= next.bytes;
    if (this.#ws.isPaused && !this.#isFull()) this.#ws.resume();
    return next.frame;
  }

  #take(data: RawData, isBinary: boolean): void {
    this.#heardAt = performance.now();
    const bytes = toBuffer(data);
    try {
      this.#waiting.push({ frame: this.#decoder.decode(bytes, isBinary), bytes: bytes.length });
    } catch (error) {
      this.#log("warning", "bad frame", { error: errorText(error) });
      this.refuse("malformed", error instanceof Error ? error.message : "not a frame");
      return;
    }
    this.#waitingBytes += bytes.length;
    if (this.#isFull()) this.#ws.pause();
    this.#wake?.();
  }

  #isFull(): boolean {
    return this.#waiting.length >= mostWaiting || this.#waitingBytes >= mostWaitingBytes;
  }

  /** A paused socket hears no pong, so it is not held against it. */
  #schedulePing(): NodeJS.Timeout {
    const { pingMs, deadMs } = this.#tuning;
    return setTimeout(
      () => {
        if (this.#ws.isPaused) this.#heardAt = performance.now();
        if (performance.now() - this.#heardAt > deadMs) {
          this.#log("warning", "agent is silent", { afterMs: deadMs });
          this.#ws.terminate();
          return;
        }
        this.#ws.ping();
        this.#pingTimer = this.#schedulePing();
      },
      pingMs * (0.8 + Math.random() * 0.4),
    );
  }

  #close(code: number, reason: string): void {
    this.#ws.close(code, reason);
    this.#end();
  }

  #end(): void {
    clearTimeout(this.#pingTimer);
    this.#closed.abort();
    this.#wake?.();
  }
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
