import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import type { Weather } from "./weather.ts";

const mostWaitingBytes = 256 * 1024;
const sliceBytes = 1024;

/** Bytes from one socket to another, in order, with whatever is done to them on the way. */
export class ProxiedDirection {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #weather: () => Weather;
  readonly #taken: () => void;
  readonly #exhausted: () => void;
  readonly #signal: AbortSignal;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #passed = 0;
  #cutAt = Infinity;
  #isHeld = false;
  #isRunning = false;
  #hasEnded = false;
  #hasLost = false;

  constructor(options: {
    readonly from: Socket;
    readonly to: Socket;
    readonly weather: () => Weather;
    /** Called when bytes were taken from the one socket, before the other gets them. */
    readonly taken: () => void;
    /** Called when as many bytes passed as may. */
    readonly exhausted: () => void;
    readonly signal: AbortSignal;
  }) {
    this.#from = options.from;
    this.#to = options.to;
    this.#weather = options.weather;
    this.#taken = options.taken;
    this.#exhausted = options.exhausted;
    this.#signal = options.signal;
    this.#from.on("data", (chunk) => this.#take(chunk));
    this.#from.on("end", () => {
      this.#hasEnded = true;
      this.wake();
    });
  }

  /** Whether bytes were swallowed: the stream cannot go on. */
  get hasLost(): boolean {
    return this.#hasLost;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  get holdsBack(): boolean {
    return this.#isHeld && this.#waitingBytes > 0;
  }

  /** Infinity for never. */
  cutAfter(bytes: number): void {
    this.#cutAt = this.#passed + bytes;
    if (bytes === 0) this.#exhausted();
  }

  hold(): void {
    this.#isHeld = true;
  }

  /** Lets what was held pass; where its sender is gone, the stream ends after it. */
  release({ isLast }: { readonly isLast: boolean }): void {
    this.#isHeld = false;
    if (isLast) this.#hasEnded = true;
    this.wake();
  }

  wake(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run().finally(() => (this.#isRunning = false));
  }

  #take(chunk: string | Buffer): void {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#taken();
    if (this.#waitingBytes >= mostWaitingBytes) this.#from.pause();
    this.wake();
  }

  async #run(): Promise<void> {
    while (!this.#signal.aborted && !this.#isHeld) {
      const chunk = this.#next();
      if (chunk === null) break;
      const { delayMs, bytesPerSecond, swallows } = this.#weather();
      const slowMs = bytesPerSecond === null ? 0 : (chunk.length * 1000) / bytesPerSecond;
      // Said before the wait: who heals the way meanwhile must know that this connection is lost.
      if (swallows) this.#hasLost = true;
      if (delayMs + slowMs > 0) await sleep(delayMs + slowMs);
      if (!swallows) await this.#pass(chunk);
      this.#passed += chunk.length;
      if (this.#passed >= this.#cutAt) return this.#exhausted();
    }
    if (this.#hasEnded && this.#waiting.length === 0) this.#to.end();
  }

  /** The next bytes, no more than may pass before something happens. */
  #next(): Buffer | null {
    const first = this.#waiting[0];
    if (first === undefined) return null;
    const limit = Math.min(
      this.#cutAt - this.#passed,
      this.#weather().bytesPerSecond === null ? Infinity : sliceBytes,
    );
    const size = Math.max(1, Math.min(first.length, limit));
    if (size < first.length) this.#waiting[0] = first.subarray(size);
    else this.#waiting.shift();
    this.#waitingBytes -= size;
    if (this.#from.isPaused() && this.#waitingBytes < mostWaitingBytes) this.#from.resume();
    return first.subarray(0, size);
  }

  #pass(chunk: Buffer): Promise<void> {
    if (this.#to.destroyed || this.#to.write(chunk)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#to.off("drain", done);
        this.#to.off("close", done);
        resolve();
      };
      this.#to.once("drain", done);
      this.#to.once("close", done);
    });
  }
}
