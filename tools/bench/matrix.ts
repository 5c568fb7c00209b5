import { gzipSync } from "node:zlib";

import type { MatrixResponse } from "#contracts/api/matrix.ts";
import { packMatrix, unpackMatrix } from "#contracts/matrix-codec.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { figure, spread } from "./figure.ts";
import { generatedMatrix } from "./generated-matrix.ts";
import { timed } from "./timed.ts";

const workloads = 500;
const clusters = 10;

/** What the matrix costs on the wire and at either end, packed and as plain JSON of the same model. */
export async function benchMatrix({ runs, signal, report }: BenchOptions): Promise<BenchResult> {
  const matrix = generatedMatrix(workloads, clusters);
  const packed = JSON.stringify(packMatrix(matrix, 1));
  const plain = JSON.stringify(matrix);
  report(
    `${workloads} workloads × ${clusters} clusters; JSON made and read included on both sides`,
  );
  const writing = { ours: new Array<number>(), peer: new Array<number>() };
  const reading = { ours: new Array<number>(), peer: new Array<number>() };
  for (let run = 0; run < runs; run += 1) {
    signal.throwIfAborted();
    writing.ours.push(await timed(() => JSON.stringify(packMatrix(matrix, 1))));
    writing.peer.push(await timed(() => JSON.stringify(matrix)));
    reading.ours.push(await timed(() => unpackMatrix(readPacked(packed))));
    reading.peer.push(await timed(() => JSON.parse(plain)));
  }
  return {
    peer: "plain JSON",
    figures: [
      figure({ name: "gzipped", ...sizes(packed, plain, gzippedSize), unit: "bytes" }),
      figure({ name: "as it is", ...sizes(packed, plain, Buffer.byteLength), unit: "bytes" }),
      ...spread("write", writing),
      ...spread("read", reading),
    ],
  };
}

/** The text is our own packing, so it has the response's form. */
function readPacked(text: string): MatrixResponse {
  return JSON.parse(text);
}

function sizes(ours: string, peer: string, size: (text: string) => number) {
  return { ours: size(ours), peer: size(peer) };
}

function gzippedSize(text: string): number {
  return gzipSync(text).length;
}
