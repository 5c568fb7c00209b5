import { BrokenPackError } from "#adapters/git/pack-entry.ts";
import { delimiterPacket, flushPacket, pktLine, readPackets } from "#adapters/git/pkt-line.ts";
import type { UploadPackSession } from "#adapters/git/transport/transport.ts";

import { agentLine } from "./advertisement.ts";
import { PackAnswerReader } from "./pack-answer.ts";
import type { PackAnswer } from "./pack-answer.ts";
import { largestFile } from "./upload-pack.ts";
import type { PackRequest, UploadPack } from "./upload-pack.ts";

/** Fetching under protocol 2 (gitprotocol-v2): only the references asked for are named. */
export class ProtocolTwo implements UploadPack {
  readonly #session: UploadPackSession;
  readonly #features: ReadonlyMap<string, string>;
  /** What a host can do beside answering a plain fetch. */
  readonly #offered: ReadonlySet<string>;

  constructor(session: UploadPackSession, features: ReadonlyMap<string, string>) {
    this.#session = session;
    this.#features = features;
    this.#offered = new Set(features.get("fetch")?.split(" "));
  }

  get isPartial(): boolean {
    return this.#offered.has("filter");
  }

  async references(prefix: string): Promise<ReadonlyMap<string, string>> {
    const request = this.#command("ls-refs", [`ref-prefix ${prefix}`]);
    const references = new Map<string, string>();
    for (const packet of readPackets(await this.#session.ask(request, "flush"))) {
      if (packet.kind !== "data") break;
      const line = packet.content.toString("utf8").trim();
      const [oid = "", name] = line.split(" ");
      if (name === undefined || !/^[\da-f]{40}$/.test(oid)) throw new BrokenPackError(line);
      references.set(name, oid);
    }
    return references;
  }

  async pack({ wants, haves, shallow, depth }: PackRequest): Promise<PackAnswer> {
    const canDeepen = this.#offered.has("shallow");
    const lines = [
      // A thin pack may be made against a file that was left at the host.
      this.isPartial ? `filter blob:limit=${largestFile}` : "thin-pack",
      "no-progress",
      "ofs-delta",
      ...(canDeepen ? shallow.map((oid) => `shallow ${oid}`) : []),
      ...(canDeepen && depth !== null ? [`deepen ${depth}`] : []),
      ...wants.map((oid) => `want ${oid}`),
      ...haves.map((oid) => `have ${oid}`),
      "done",
    ];
    return readAnswer(await this.#session.ask(this.#command("fetch", lines), "flush"));
  }

  #command(name: string, lines: readonly string[]): Buffer {
    const format = this.#features.has("object-format") ? [pktLine("object-format=sha1")] : [];
    return Buffer.concat([
      pktLine(`command=${name}\n`),
      agentLine,
      ...format,
      delimiterPacket,
      ...lines.map((line) => pktLine(`${line}\n`)),
      flushPacket,
    ]);
  }
}

/** The sections of the answer, each under its name, with delimiters between them. */
function readAnswer(bytes: Buffer): PackAnswer {
  const reader = new PackAnswerReader();
  let section: string | null = null;
  for (const packet of readPackets(bytes)) {
    if (packet.kind === "flush") return reader.answer();
    if (packet.kind !== "data") section = null;
    else if (section === "packfile") reader.takeBand(packet);
    else if (section !== null) reader.takeLine(packet.content);
    else {
      section = packet.content.toString("latin1").trim();
      reader.takeLine(packet.content);
    }
  }
  throw new BrokenPackError("the answer breaks off");
}
