import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** What was asked of an API, and what it cost. */
export interface Traffic {
  readonly requests: number;
  /** Lists, and watches that begin with all there is. */
  readonly lists: number;
  /** On the wire, in both directions, HTTP included. */
  readonly bytes: number;
}

/** Counts what one client asks, over whichever connections. */
export class ClientTraffic {
  readonly #sockets = new Set<Socket>();
  #requests = 0;
  #lists = 0;
  #closed = 0;
  #counted = 0;

  note({ socket }: IncomingMessage, { isList }: { readonly isList: boolean }): void {
    this.#requests += 1;
    if (isList) this.#lists += 1;
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#closed += sizeOf(socket);
    });
  }

  /** Since it was last asked. */
  take(): Traffic {
    const open = [...this.#sockets].reduce((sum, socket) => sum + sizeOf(socket), 0);
    const all = this.#closed + open;
    const taken = { requests: this.#requests, lists: this.#lists, bytes: all - this.#counted };
    this.#requests = 0;
    this.#lists = 0;
    this.#counted = all;
    return taken;
  }
}

function sizeOf({ bytesRead, bytesWritten }: Socket): number {
  return bytesRead + bytesWritten;
}
