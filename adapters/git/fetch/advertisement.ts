import { pktLine, readPackets } from "#adapters/git/pkt-line.ts";
import { DomainError } from "#domain/error.ts";

/** What a host says of itself before it is asked anything (gitprotocol-v2, gitprotocol-pack). */
export type Advertisement =
  | { readonly version: 2; readonly features: ReadonlyMap<string, string> }
  | {
      readonly version: 0;
      readonly features: ReadonlyMap<string, string>;
      /** Reference → object id. */
      readonly references: ReadonlyMap<string, string>;
    };

const unborn = "capabilities^{}";

/**
 * Reads an advertisement of upload-pack or receive-pack; null where the bytes are none. Throws DomainError "not-found"
 * where the host says an error instead, and "invalid" for a repository with SHA-256 names.
 */
export function readAdvertisement(bytes: Buffer, url: string): Advertisement | null {
  const lines = [...readPackets(bytes)].flatMap((packet) =>
    packet.kind === "data" ? [packet.content.toString("utf8").replace(/\n$/, "")] : [],
  );
  const [first, ...rest] = lines;
  // All that an empty repository has to say under protocol 0.
  const isEmpty = readPackets(bytes).next().value?.kind === "flush";
  if (first === undefined) {
    return isEmpty ? { version: 0, features: new Map(), references: new Map() } : null;
  }
  if (first.startsWith("ERR ")) {
    throw new DomainError("not-found", `${url} cannot be read. The host said: ${first.slice(4)}`);
  }
  const found =
    first === "version 2"
      ? { version: 2 as const, features: featuresOf(rest) }
      : readReferences(first === "version 1" ? rest : lines);
  if (found?.features.get("object-format") === "sha256") {
    const message = `${url} uses SHA-256 object names. Stagecoach works with SHA-1 repositories only.`;
    throw new DomainError("invalid", message, { pointer: "/repository" });
  }
  return found;
}

function readReferences(lines: readonly string[]): Advertisement | null {
  const references = new Map<string, string>();
  const features = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const [reference = "", said] = line.split("\0");
    const [, oid, name] = /^([\da-f]{40,64}) (\S+)$/.exec(reference) ?? [];
    if (oid === undefined || name === undefined) {
      if (reference.startsWith("shallow ")) continue;
      return null;
    }
    if (index === 0) for (const entry of featuresOf(said?.split(" ") ?? [])) features.set(...entry);
    if (name !== unborn) references.set(name, oid);
  }
  return { version: 0, features, references };
}

/** `name` or `name=value`, one a line. */
function featuresOf(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** How we call ourselves in every request. */
export const agentLine: Buffer = pktLine("agent=git/stagecoach");
