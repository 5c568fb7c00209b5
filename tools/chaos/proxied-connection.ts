import { connect } from "node:net";
import type { Socket } from "node:net";

import { ProxiedDirection } from "./proxied-direction.ts";
import type { Weather } from "./weather.ts";

/** One connection through the proxy: two sockets, and what is under way between them. */
export class ProxiedConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #up: ProxiedDirection;
  readonly #down: ProxiedDirection;
  readonly #ended = new AbortController();
  #isOrphan = false;
  #answersUntilHold = Infinity;

  constructor(
    client: Socket,
    { port, weather }: { readonly port: number; readonly weather: () => Weather },
  ) {
    this.#client = client;
    this.#server = connect({ port, host: "127.0.0.1", noDelay: true });
    const exhausted = (): void => this.reset();
    const shared = { weather, exhausted, signal: this.#ended.signal };
    const [up, down] = [
      { from: client, to: this.#server },
      { from: this.#server, to: client },
    ];
    this.#up = new ProxiedDirection({ ...up, ...shared, taken: () => undefined });
    this.#down = new ProxiedDirection({ ...down, ...shared, taken: () => this.#answered() });
    for (const socket of [client, this.#server]) {
      socket.on("error", () => {});
      socket.on("close", () => this.#closed(socket));
    }
  }

  /** Aborts when both ends are closed. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  get isHeld(): boolean {
    return this.#up.isHeld;
  }

  get holdsBack(): boolean {
    return this.#up.holdsBack;
  }

  cutAfter(bytes: number): void {
    this.#up.cutAfter(bytes);
    this.#down.cutAfter(bytes);
  }

  hold(): void {
    this.#up.hold();
  }

  /** Holds as soon as the server has answered so often. */
  holdAfterAnswers(count: number): void {
    this.#answersUntilHold = count;
  }

  /** The client sees the connection reset; the server still waits for what is held. */
  loseClient(): void {
    this.#isOrphan = true;
    this.#client.resetAndDestroy();
  }

  /** Delivers what is held, and ends the connection as its client did. */
  release(): void {
    this.#up.release({ isLast: this.#isOrphan });
  }

  heal(laterMs: number): void {
    this.cutAfter(Infinity);
    // An answer that comes after this must not bring the hold back.
    this.#answersUntilHold = Infinity;
    if (!this.#up.hasLost && !this.#down.hasLost) {
      this.release();
      this.#down.wake();
      return;
    }
    const [now, later] =
      laterMs % 2 === 0 ? [this.#client, this.#server] : [this.#server, this.#client];
    this.#isOrphan = true;
    now.resetAndDestroy();
    setTimeout(() => later.resetAndDestroy(), laterMs);
  }

  reset(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #answered(): void {
    this.#answersUntilHold -= 1;
    if (this.#answersUntilHold === 0) this.#up.hold();
  }

  #closed(socket: Socket): void {
    const other = socket === this.#client ? this.#server : this.#client;
    if (other.closed) this.#ended.abort();
    else if (!this.#isOrphan) other.destroy();
    // An orphan's server side that ended by itself leaves nobody behind.
    else if (socket === this.#server) this.#client.destroy();
  }
}
