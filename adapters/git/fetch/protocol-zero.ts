import { BrokenPackError } from "#adapters/git/pack-entry.ts";
import { flushPacket, pktLine, readPackets } from "#adapters/git/pkt-line.ts";
import type { UploadPackSession } from "#adapters/git/transport/transport.ts";

import { PackAnswerReader } from "./pack-answer.ts";
import type { PackAnswer } from "./pack-answer.ts";
import type { PackRequest, UploadPack } from "./upload-pack.ts";

/** Features that change how the answer is written; without the first there is no side band to read. */
const wanted = ["side-band-64k", "multi_ack_detailed", "thin-pack", "ofs-delta", "no-progress"];

/** Fetching under protocols 0 and 1 (gitprotocol-pack), for hosts that have no other, or not over ssh. */
export class ProtocolZero implements UploadPack {
  readonly isPartial = false;
  readonly #session: UploadPackSession;
  readonly #features: ReadonlyMap<string, string>;
  readonly #references: ReadonlyMap<string, string>;

  constructor(
    session: UploadPackSession,
    host: {
      readonly features: ReadonlyMap<string, string>;
      readonly references: ReadonlyMap<string, string>;
    },
  ) {
    this.#session = session;
    this.#features = host.features;
    this.#references = host.references;
  }

  references(prefix: string): Promise<ReadonlyMap<string, string>> {
    const found = [...this.#references].filter(([name]) => name.startsWith(prefix));
    return Promise.resolve(new Map(found));
  }

  async pack({ wants, haves, shallow, depth }: PackRequest): Promise<PackAnswer> {
    if (!this.#features.has("side-band-64k")) throw new BrokenPackError("there is no side band");
    const features = wanted.filter((name) => this.#features.has(name)).join(" ");
    const canDeepen = this.#features.has("shallow");
    const lines = [
      ...wants.map((oid, index) => `want ${oid}${index === 0 ? ` ${features}` : ""}`),
      ...(canDeepen ? shallow.map((oid) => `shallow ${oid}`) : []),
      ...(canDeepen && depth !== null ? [`deepen ${depth}`] : []),
    ];
    const request = Buffer.concat([
      ...lines.map((line) => pktLine(`${line}\n`)),
      flushPacket,
      ...haves.map((oid) => pktLine(`have ${oid}\n`)),
      pktLine("done\n"),
    ]);
    return readAnswer(await this.#session.ask(request, "close"));
  }
}

/** Lines about depth and acknowledgements first, then the side bands until a flush. */
function readAnswer(bytes: Buffer): PackAnswer {
  const reader = new PackAnswerReader();
  let isPack = false;
  for (const packet of readPackets(bytes)) {
    if (packet.kind === "flush" && isPack) return reader.answer();
    if (packet.kind !== "data") continue;
    if (!isPack && reader.takeLine(packet.content)) continue;
    isPack = true;
    reader.takeBand(packet);
  }
  throw new BrokenPackError("the answer breaks off");
}
