import { gunzipSync, gzipSync } from "node:zlib";

import { AgentFrame, frameLimits } from "#contracts/agent-protocol.ts";
import type { ServerFrame } from "#contracts/agent-protocol.ts";
import { DomainError } from "#domain/error.ts";

import { SnapshotDecoder } from "./snapshot-decoder.ts";

/** The frame as it is sent: text, or gzip where that is worth it. */
export function encodeFrame(frame: ServerFrame): string | Buffer {
  const text = JSON.stringify(frame);
  return text.length > frameLimits.gzipAbove ? gzipSync(text, { level: 1 }) : text;
}

/** What one agent sends, frame by frame. */
export class FrameDecoder {
  readonly #snapshots = new SnapshotDecoder();

  /** DomainError "invalid" where the data is no frame, or a larger one than allowed. */
  decode(data: Buffer, isBinary: boolean): AgentFrame {
    const parsed = AgentFrame.safeParse(this.#readJson(data, isBinary));
    if (parsed.success) {
      this.#snapshots.follow(parsed.data);
      return parsed.data;
    }
    const [issue] = parsed.error.issues;
    const where = issue?.path.join(".") ?? "";
    throw new DomainError("invalid", `The frame is not of agent.v1: ${where} ${issue?.message}.`);
  }

  #readJson(data: Buffer, isBinary: boolean): unknown {
    try {
      const text = isBinary ? this.#unpack(data) : data;
      if (text.length > frameLimits.jsonBytes) throw new RangeError("too large");
      return JSON.parse(text.toString());
    } catch {
      throw new DomainError("invalid", "The frame is no JSON of at most 256 KB.");
    }
  }

  #unpack(data: Buffer): Buffer {
    const maxOutputLength = frameLimits.jsonBytes;
    const isChained = this.#snapshots.takes(data);
    return isChained
      ? this.#snapshots.decode(data, maxOutputLength)
      : gunzipSync(data, { maxOutputLength });
  }
}
