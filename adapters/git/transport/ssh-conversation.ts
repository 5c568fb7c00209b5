import type { ClientChannel } from "ssh2";

import { readPackets } from "#adapters/git/pkt-line.ts";
import type { DomainError } from "#domain/error.ts";
import { meaningOf } from "#domain/git/host-words.ts";

import { noRepository, refused, unavailable } from "./failure.ts";
import { mostAnswerBytes } from "./limits.ts";
import type { AnswerEnd } from "./transport.ts";

interface Waiting {
  readonly end: AnswerEnd;
  readonly resolve: (answer: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

/** Requests and answers over the channel of one git command on an ssh host, one at a time. */
export class SshConversation {
  readonly #channel: ClientChannel;
  readonly #host: string;
  readonly #url: string;
  readonly #idleMs: number;
  readonly #signal: AbortSignal | undefined;
  #chunks: Buffer[] = [];
  #length = 0;
  /** How far the packets of the answer have been looked through. */
  #seen = 0;
  #said = "";
  #closed = false;
  #waiting: Waiting | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    channel: ClientChannel,
    about: {
      readonly host: string;
      readonly url: string;
      readonly idleMs: number;
      readonly signal: AbortSignal | undefined;
    },
  ) {
    this.#channel = channel;
    this.#host = about.host;
    this.#url = about.url;
    this.#idleMs = about.idleMs;
    this.#signal = about.signal;
    channel.on("data", (chunk: Buffer) => this.#take(chunk));
    channel.stderr.on("data", (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk.toString("utf8")}`.slice(-2_000);
    });
    channel.on("error", () => this.#end());
    channel.on("close", () => this.#end());
    this.#signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /** The answer that is due next: up to a flush packet, or all there is once the host closes. */
  receive(end: AnswerEnd): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { end, resolve, reject };
      this.#restart();
      this.#look();
    });
  }

  send(request: Buffer): void {
    if (!this.#closed) this.#channel.write(request);
  }

  /** Says that nothing more will be sent. */
  finish(): void {
    if (!this.#closed) this.#channel.end();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
    if (!this.#closed) this.#channel.close();
  }

  readonly #abort = (): void => {
    this.#fail(this.#signal?.reason);
    this.close();
  };

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length > mostAnswerBytes) {
      this.#fail(unavailable(this.#host, `sends more than ${mostAnswerBytes} bytes`));
      return this.close();
    }
    this.#restart();
    this.#look();
  }

  #end(): void {
    this.#closed = true;
    this.#look();
  }

  #look(): void {
    const { end } = this.#waiting ?? {};
    if (end === "flush") this.#lookForFlush();
    if (this.#waiting && this.#closed) this.#settle(end === "close");
  }

  #lookForFlush(): void {
    // A packet is at most 64 KB: what was looked through is not looked through again.
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    for (const { kind, end } of readPackets(bytes, this.#seen)) {
      this.#seen = end;
      if (kind !== "flush") continue;
      this.#chunks = [bytes.subarray(end)];
      this.#length = bytes.length - end;
      this.#seen = 0;
      return this.#resolve(bytes.subarray(0, end));
    }
  }

  #settle(isWhole: boolean): void {
    const rest = Buffer.concat(this.#chunks);
    if (isWhole && rest.length > 0) return this.#resolve(rest);
    this.#fail(this.#refusal());
  }

  #refusal(): DomainError {
    const said = this.#said.trim().replaceAll(/\s+/g, " ").replace(/\.$/, "");
    switch (meaningOf(said)) {
      case "not-found":
        return noRepository(this.#host, this.#url);
      case "read-only":
      case "forbidden":
        return refused(this.#host, this.#url, said);
      case null:
        return unavailable(
          this.#host,
          said === "" ? "broke off before it answered" : `broke off and said: ${said}`,
        );
    }
  }

  #resolve(answer: Buffer): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    clearTimeout(this.#timer);
    waiting?.resolve(answer);
  }

  #fail(error: unknown): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    clearTimeout(this.#timer);
    waiting?.reject(error);
  }

  #restart(): void {
    clearTimeout(this.#timer);
    if (this.#waiting === null) return;
    this.#timer = setTimeout(() => {
      this.#fail(unavailable(this.#host, "does not answer in time"));
      this.close();
    }, this.#idleMs);
  }
}
