import type { PackAnswer } from "./pack-answer.ts";

export interface PackRequest {
  readonly wants: readonly string[];
  /** Commits that are here with everything they lead to, up to the shallow ones. */
  readonly haves: readonly string[];
  /** Commits whose parents are not here. */
  readonly shallow: readonly string[];
  /** How many commits back; null for all that is not here. */
  readonly depth: number | null;
}

/** Files of so many bytes are left at a host that offers it: no manifest is read that is as large. */
export const largestFile = 16 * 1024 * 1024;

/** A host's upload-pack, whichever protocol it speaks. Broken answers throw BrokenPackError. */
export interface UploadPack {
  /** Whether its packs lack files of `largestFile` bytes and more. */
  readonly isPartial: boolean;
  /** The references that begin with the prefix, and the objects they name. */
  references(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** A pack of everything that the wanted commits lead to and that is not here; thin where the host makes it so. */
  pack(request: PackRequest): Promise<PackAnswer>;
}
