import { unavailable } from "#adapters/git/transport/failure.ts";
import type { GitTransport, UploadPackSession } from "#adapters/git/transport/transport.ts";

import { readAdvertisement } from "./advertisement.ts";
import type { Advertisement } from "./advertisement.ts";
import { ProtocolTwo } from "./protocol-two.ts";
import { ProtocolZero } from "./protocol-zero.ts";
import type { UploadPack } from "./upload-pack.ts";

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
