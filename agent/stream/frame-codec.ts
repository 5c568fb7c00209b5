import { gunzipSync, gzipSync } from "node:zlib";

import { ServerFrame, frameLimits } from "#contracts/agent-protocol.ts";

/** A frame's JSON as it is sent: text, or gzip where that is worth it. */
export function encodeFrame(text: string): string | Buffer {
  return text.length > frameLimits.gzipAbove ? gzipSync(text, { level: 1 }) : text;
}

/** What the gateway sent; throws where it is not a frame of agent.v1, or a larger one than allowed. */
export function decodeFrame(data: Buffer, isBinary: boolean): ServerFrame {
  const maxOutputLength = frameLimits.jsonBytes;
  const text = isBinary ? gunzipSync(data, { maxOutputLength }) : data;
  return ServerFrame.parse(JSON.parse(text.toString()));
}
