import { BrokenPackError } from "#adapters/git/pack-entry.ts";
import type { Packet } from "#adapters/git/pkt-line.ts";

/** What a host answers to a fetch. */
export interface PackAnswer {
  /** Commits whose parents are left out from now on, and those whose parents are here again. */
  readonly shallow: readonly string[];
  readonly unshallow: readonly string[];
  readonly pack: Buffer;
}

const dataBand = 1;
const messageBand = 2;
const errorBand = 3;

/** Gathers the answer of either protocol out of its packets. Throws BrokenPackError for one that breaks off. */
export class PackAnswerReader {
  readonly #shallow: string[] = [];
  readonly #unshallow: string[] = [];
  readonly #parts: Buffer[] = [];

  /** Takes a line of text; false where it is none that may stand before the pack. */
  takeLine(content: Buffer): boolean {
    const [word = "", oid = ""] = content.toString("latin1", 0, 128).trim().split(" ");
    switch (word) {
      case "shallow":
        this.#shallow.push(oid);
        return true;
      case "unshallow":
        this.#unshallow.push(oid);
        return true;
      case "ERR":
        throw new BrokenPackError(content.toString("utf8").trim());
      default:
        return word === "ACK" || word === "NAK";
    }
  }

  /** Takes a packet of the side bands. */
  takeBand(packet: Packet): void {
    if (packet.kind !== "data") return;
    const content = packet.content.subarray(1);
    switch (packet.content[0]) {
      case dataBand:
        this.#parts.push(content);
        return;
      case messageBand:
        return;
      case errorBand:
        throw new BrokenPackError(content.toString("utf8").trim());
      default:
        throw new BrokenPackError("a side band has a number that git does not know");
    }
  }

  answer(): PackAnswer {
    if (this.#parts.length === 0) throw new BrokenPackError("the answer has no pack");
    return {
      shallow: this.#shallow,
      unshallow: this.#unshallow,
      pack: Buffer.concat(this.#parts),
    };
  }
}
