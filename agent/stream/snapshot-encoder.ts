import { constants, zstdCompressSync } from "node:zlib";

import type { AgentFrame } from "#contracts/agent-protocol.ts";
import { chainWindowLog } from "#contracts/snapshot-encoding.ts";

const params = {
  // Higher ones cost more time and memory for a few percent.
  [constants.ZSTD_c_compressionLevel]: 2,
  [constants.ZSTD_c_windowLog]: chainWindowLog,
};

/** Compresses the chunks of snapshots as `zstd-chain`: what every workload says again is sent once. */
export class SnapshotEncoder {
  #before: Buffer | null = null;

  /** The frame as it is sent; null for one that is no chunk. */
  encode(type: AgentFrame["type"], text: string): Buffer | null {
    if (type === "snapBegin" || type === "snapEnd") this.#before = null;
    if (type !== "snapChunk") return null;
    const plain = Buffer.from(text);
    const dictionary = this.#before === null ? {} : { dictionary: this.#before };
    this.#before = plain;
    return zstdCompressSync(plain, { params, ...dictionary });
  }
}
