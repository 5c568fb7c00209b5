import { gzipSync, zstdCompressSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { SnapshotEncoder } from "#agent/stream/snapshot-encoder.ts";
import { AgentFrame, frameLimits } from "#contracts/agent-protocol.ts";
import { chainWindowLog } from "#contracts/snapshot-encoding.ts";
import { workload } from "#test/observed-workload.ts";

import { FrameDecoder } from "./frame-codec.ts";
import { snapshotEncodings } from "./snapshot-decoder.ts";

const epoch = "6f9f2b0a-4b1d-4a2c-8f56-0b6f0d1f7a11";
const digest = "ab".repeat(32);

function chunk(first: number): AgentFrame {
  const items = Array.from({ length: 100 }, (_, at) =>
    workload({ uid: `uid-${first + at}`, name: `service-${first + at}`, pods: [] }),
  );
  return AgentFrame.parse({ type: "snapChunk", epoch, items });
}

const begin: AgentFrame = { type: "snapBegin", epoch };
const end: AgentFrame = { type: "snapEnd", epoch, count: 300, digest };
const heartbeat: AgentFrame = { type: "heartbeat", watches: [] };

/** What both ends make of the frames, and how many bytes those in binary took. */
function exchange(frames: readonly AgentFrame[]): readonly [readonly AgentFrame[], number] {
  const encoder = new SnapshotEncoder();
  const decoder = new FrameDecoder();
  let bytes = 0;
  const decoded = frames.map((frame) => {
    const text = JSON.stringify(frame);
    const packed = encoder.encode(frame.type, text);
    bytes += packed?.length ?? 0;
    return decoder.decode(packed ?? Buffer.from(text), packed !== null);
  });
  return [decoded, bytes];
}

describe("snapshots as a chain", () => {
  it("can be decoded here", () => {
    expect(snapshotEncodings()).toEqual(["zstd-chain"]);
  });

  it("arrive as they were, whatever comes between their chunks", () => {
    const frames = [begin, chunk(0), heartbeat, chunk(100), chunk(200), end, begin, chunk(7), end];
    const [decoded, bytes] = exchange(frames);
    expect(decoded).toEqual(frames);
    const alone = frames
      .filter(({ type }) => type === "snapChunk")
      .reduce((sum, frame) => sum + gzipSync(JSON.stringify(frame), { level: 1 }).length, 0);
    expect(bytes).toBeLessThan(alone / 2);
  });

  it("may have the window that both agreed on", () => {
    expect(new FrameDecoder().decode(withWindow(chainWindowLog), true)).toEqual(heartbeat);
  });

  it.each([
    ["more than a frame may be", zstdCompressSync(Buffer.alloc(frameLimits.jsonBytes + 1, " "))],
    ["a large window", withWindow(27)],
    ["damaged", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3])],
  ])("are refused where one is %s", (_what, data) => {
    expect(() => new FrameDecoder().decode(data, true)).toThrow(/no JSON of at most 256 KB/);
  });
});

/** A frame of one stored block that says it wants a window of this size, as a power of two, to be decompressed. */
function withWindow(windowLog: number): Buffer {
  const content = Buffer.from(JSON.stringify(heartbeat));
  const block = Buffer.alloc(3);
  block.writeUIntLE((content.length << 3) | 1, 0, 3);
  return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) << 3, ...block, ...content]);
}
