import { unavailable } from "#adapters/git/transport/failure.ts";
import type { GitTransport, UploadPackSession } from "#adapters/git/transport/transport.ts";

import { readAdvertisement } from "./advertisement.ts";
import type { Advertisement } from "./advertisement.ts";
import type { PackAnswer } from "./pack-answer.ts";
import { ProtocolTwo } from "./protocol-two.ts";
import { ProtocolZero } from "./protocol-zero.ts";

export interface PackRequest {
  readonly wants: readonly string[];
  /** Commits that are here with everything they lead to, up to the shallow ones. */
  readonly haves: readonly string[];
  /** Commits whose parents are not here. */
  readonly shallow: readonly string[];
  /** How many commits back; null for all that is not here. */
  readonly depth: number | null;
}

/** A host's upload-pack, whichever protocol it speaks. Broken answers throw BrokenPackError. */
export interface UploadPack {
  /** The references that begin with the prefix, and the objects they name. */
  references(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** A pack of everything that the wanted commits lead to and that is not here; thin where the host makes it so. */
  pack(request: PackRequest): Promise<PackAnswer>;
}

/** What is remembered of a host between fetches; only protocol 2 can be. */
export type Greeting = Extract<Advertisement, { version: 2 }>;

/** Talks to upload-pack; a host whose greeting is known is not asked for it again. */
export async function greet(
  transport: GitTransport,
  session: UploadPackSession,
  known: Greeting | null,
): Promise<{ readonly host: UploadPack; readonly greeting: Greeting | null }> {
  const greeting = known ?? readAdvertisement(await session.advertisement(), transport.url);
  switch (greeting?.version) {
    case 2:
      return { host: new ProtocolTwo(session, greeting.features), greeting };
    case 0:
      return { host: new ProtocolZero(session, greeting), greeting: null };
    case undefined:
      throw unavailable(
        transport.host,
        "does not answer as a git server. Check the address and what stands before it",
      );
  }
}
