import { gunzipSync, gzipSync } from "node:zlib";

import { AgentFrame, frameLimits } from "#contracts/agent-protocol.ts";
import type { ServerFrame } from "#contracts/agent-protocol.ts";
import { DomainError } from "#domain/error.ts";

/** The frame as it is sent: text, or gzip where that is worth it. */
export function encodeFrame(frame: ServerFrame): string | Buffer {
  const text = JSON.stringify(frame);
  return text.length > frameLimits.gzipAbove ? gzipSync(text, { level: 1 }) : text;
}

/** What an agent sent; DomainError "invalid" where it is not a frame, or a larger one than allowed. */
export function decodeFrame(data: Buffer, isBinary: boolean): AgentFrame {
  const parsed = AgentFrame.safeParse(readJson(data, isBinary));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") ?? "";
  throw new DomainError("invalid", `The frame is not of agent.v1: ${where} ${issue?.message}.`);
}

function readJson(data: Buffer, isBinary: boolean): unknown {
  try {
    const maxOutputLength = frameLimits.jsonBytes;
    const text = isBinary ? gunzipSync(data, { maxOutputLength }) : data;
    if (text.length > maxOutputLength) throw new RangeError("too large");
    return JSON.parse(text.toString());
  } catch {
    throw new DomainError("invalid", "The frame is no JSON of at most 256 KB.");
  }
}
