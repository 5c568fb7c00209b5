import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

import type { AgentFrame } from "#contracts/agent-protocol.ts";
import { chainWindowLog } from "#contracts/snapshot-encoding.ts";
import type { SnapshotEncoding } from "#contracts/snapshot-encoding.ts";

const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** A frame says how much memory it wants, and may lie. */
const params = { [constants.ZSTD_d_windowLogMax]: chainWindowLog };

/** What this process can decode: the first versions of Node 24 take no notice of a dictionary. */
export function snapshotEncodings(): SnapshotEncoding[] {
  const sample = Buffer.from("what a dictionary is good for");
  const alone = zstdCompressSync(sample);
  const helped = zstdCompressSync(sample, { dictionary: sample });
  return helped.length < alone.length ? ["zstd-chain"] : [];
}

/** Decompresses the chunks of snapshots; keeps the last one only while a snapshot is under way. */
export class SnapshotDecoder {
  #before: Buffer | null = null;

  /** Whether the binary frame is part of a chain. */
  takes(data: Buffer): boolean {
    return data.subarray(0, magic.length).equals(magic);
  }

  /** Throws where the data is damaged, or larger than allowed. */
  decode(data: Buffer, maxOutputLength: number): Buffer {
    const dictionary = this.#before === null ? {} : { dictionary: this.#before };
    this.#before = zstdDecompressSync(data, { maxOutputLength, params, ...dictionary });
    return this.#before;
  }

  /** Ends the chain where the frame does. */
  follow({ type }: AgentFrame): void {
    if (type === "snapBegin" || type === "snapEnd") this.#before = null;
  }
}
