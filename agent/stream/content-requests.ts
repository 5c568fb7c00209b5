import { createHash } from "node:crypto";

import type { ServerFrame } from "#contracts/agent-protocol.ts";

type Content = Extract<ServerFrame, { type: "content" }>;

interface Request {
  readonly digest: string;
  readonly chunks: Buffer[];
  readonly resolve: (content: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/** The connection ended before an answer came: the command is delivered again and then tried again. */
export class ConnectionLost extends Error {
  constructor() {
    super("The connection to the gateway ended.");
    this.name = "ConnectionLost";
  }
}

/** Puts content together that the gateway sends in chunks, one at a time. */
export class ContentRequests {
  #request: Request | null = null;

  /** The content with this SHA-256; throws where the gateway has none, sends another, or is gone. */
  fetch(digest: string, ask: () => Promise<void>): Promise<Buffer> {
    this.lose();
    return new Promise((resolve, reject) => {
      this.#request = { digest, chunks: [], resolve, reject };
      void ask();
    });
  }

  take({ digest, index, last, data }: Content): void {
    const request = this.#request;
    if (request?.digest !== digest) return;
    if (data === null) return this.#fail("The gateway does not have the commit's files any more.");
    if (index !== request.chunks.length) return this.#fail("A part of the files is missing.");
    request.chunks.push(Buffer.from(data, "base64"));
    if (!last) return;
    const content = Buffer.concat(request.chunks);
    if (createHash("sha256").update(content).digest("hex") !== digest) {
      return this.#fail("The files are not the ones that the command names.");
    }
    this.#request = null;
    request.resolve(content);
  }

  /** Tells who waits that the connection is over. */
  lose(): void {
    this.#request?.reject(new ConnectionLost());
    this.#request = null;
  }

  #fail(message: string): void {
    this.#request?.reject(new Error(message));
    this.#request = null;
  }
}
