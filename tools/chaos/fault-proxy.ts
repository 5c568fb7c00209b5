import { createServer } from "node:net";
import type { Server, Socket } from "node:net";

import { listen } from "#sandbox/http/listen.ts";

import { ProxiedConnection } from "./proxied-connection.ts";
import type { Weather } from "./weather.ts";

const calm: Weather = { delayMs: 0, bytesPerSecond: null, swallows: false };

/** A TCP proxy that does to connections what networks do; `heal` ends all of it. */
export class FaultProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  #weather = calm;
  #refuses = false;
  #heldAfter: number | null = null;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** Opens a proxy; the target's port is asked at every connection. */
  static async open(target: () => number): Promise<FaultProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new FaultProxy(server, await listen(server, 0));
    server.on("connection", (client) => proxy.#take(client, target()));
    return proxy;
  }

  /** How many connections keep back something that their client sent. */
  get held(): number {
    return [...this.#connections].filter((connection) => connection.holdsBack).length;
  }

  /** Every connection is reset at both ends, after so many more bytes of either direction. */
  cutAfter(bytes: number): void {
    for (const connection of this.#connections) connection.cutAfter(bytes);
  }

  /** What is sent arrives nowhere, and nobody is told. */
  swallow(): void {
    this.#weather = { ...this.#weather, swallows: true };
  }

  delay(milliseconds: number): void {
    this.#weather = { ...this.#weather, delayMs: milliseconds };
  }

  throttle(bytesPerSecond: number): void {
    this.#weather = { ...this.#weather, bytesPerSecond };
  }

  /** New connections are reset at once. */
  refuse(): void {
    this.#refuses = true;
  }

  /** What clients send from now on is kept back, in the connections that there are. */
  hold(): void {
    for (const connection of this.#connections) connection.hold();
  }

  /** The next connection is held once its client got so many answers. */
  holdNext({ answers }: { readonly answers: number }): void {
    this.#heldAfter = answers;
  }

  /** Clients of held connections are cut off; `release` delivers what they sent before. */
  orphan(): { readonly release: () => void } {
    const held = [...this.#connections].filter((connection) => connection.isHeld);
    for (const connection of held) connection.loseClient();
    return {
      release() {
        for (const connection of held) connection.release();
      },
    };
  }

  /** From here on everything passes. Connections that lost bytes cannot go on: one end hears of it now, one later. */
  heal(laterMs: number): void {
    this.#weather = calm;
    this.#refuses = false;
    this.#heldAfter = null;
    for (const connection of this.#connections) connection.heal(laterMs);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  #take(client: Socket, port: number): void {
    if (this.#refuses) {
      client.resetAndDestroy();
      return;
    }
    const connection = new ProxiedConnection(client, { port, weather: () => this.#weather });
    this.#connections.add(connection);
    connection.ended.addEventListener("abort", () => this.#connections.delete(connection));
    if (this.#heldAfter !== null) connection.holdAfterAnswers(this.#heldAfter);
    this.#heldAfter = null;
  }
}
