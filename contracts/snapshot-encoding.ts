import { z } from "zod";

const words = ["zstd-chain"] as const;

/**
 * How a gateway takes the chunks of a snapshot beside gzip. `zstd-chain`: each is a zstd frame with the JSON of the
 * chunk before it as its dictionary, the first with none; `snapBegin` and `snapEnd` end the chain.
 */
export type SnapshotEncoding = (typeof words)[number];

/** Words of newer gateways are left out. */
export const SnapshotEncodings = z
  .array(z.string().max(100))
  .max(20)
  .transform((said): readonly SnapshotEncoding[] => words.filter((word) => said.includes(word)));

/** The window of each zstd frame, as a power of two: a chunk and the one before it fit. */
export const chainWindowLog = 19;
