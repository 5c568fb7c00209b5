import { DomainError } from "#domain/error.ts";
import type { GitConnection } from "#ports/git-repository.ts";

import { readAdvertisement } from "./fetch/advertisement.ts";
import { greet } from "./fetch/greet.ts";
import { BrokenPackError } from "./pack-entry.ts";
import { unavailable } from "./transport/failure.ts";
import type { GitTransport } from "./transport/transport.ts";

const heads = "refs/heads/";

/** Asks for the branches, and whether a push would be taken: a host announces that to nobody else. */
export async function checkConnection(
  transport: GitTransport,
  signal?: AbortSignal,
): Promise<GitConnection> {
  const session = await transport.uploadPack(signal);
  try {
    const { host } = await greet(transport, session, null);
    const names = [...(await host.references(heads)).keys()];
    const branches = names.map((name) => name.slice(heads.length)).toSorted();
    return { branches, canWrite: await isWritable(transport, signal) };
  } catch (error) {
    if (!(error instanceof BrokenPackError)) throw error;
    throw unavailable(transport.host, `answered what cannot be used: ${error.message}`);
  } finally {
    session.close();
  }
}

async function isWritable(
  transport: GitTransport,
  signal: AbortSignal | undefined,
): Promise<boolean | null> {
  try {
    const announced = await transport.advertiseReceivePack(signal);
    return readAdvertisement(announced, transport.url) !== null;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof DomainError)) throw error;
    return error.code === "unavailable" ? null : false;
  }
}
