import { inflateSync } from "node:zlib";

import { applyDelta, applySplices, spliceBetween, spliceDelta } from "#adapters/git/delta.ts";
import type { Splice } from "#adapters/git/delta.ts";
import { encodeIdx, IdxFile } from "#adapters/git/idx-file.ts";
import { BrokenPackError, readEntryHeader } from "#adapters/git/pack-entry.ts";
import { encodePack, objectId } from "#adapters/git/pack.ts";
import type { PackObject } from "#adapters/git/pack.ts";
import { pktLine, readPackets, readPktLines } from "#adapters/git/pkt-line.ts";
import { readReport } from "#adapters/git/receive-pack.ts";
import { treeEntries } from "#adapters/git/tree.ts";
import { pick } from "#test/builders/random.ts";

import { hold } from "./hold.ts";
import type { FuzzTarget } from "./target.ts";

const oidBytes = 20;
const headerBytes = 12;
const kinds = ["blob", "blob", "tree", "commit"] as const;
const words = [
  "unpack ok\n",
  "ok refs/heads/main\n",
  "ng refs/heads/main no\n",
  "\u0001",
  "\u0002",
  "\u0003",
  "0000",
  "0004",
  "0003",
  "fff0",
  "-001",
  "000",
  "0008okok",
  "\u00010000",
];

/** What is packed is read back; bytes that are damaged or invented are refused, and never read for ever. */
export const packTarget: FuzzTarget = {
  about: "packs, deltas, indexes, pkt-lines and reports read back, and garbage is refused",
  run(next) {
    pick(next, [checkDelta, checkPack, checkGarbage, checkReport])(next);
  },
};

function someBytes(next: () => number, most: number): Buffer {
  const bytes = Buffer.alloc(Math.floor(next() ** 6 * most));
  const few = 1 + Math.floor(next() * 255);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Math.floor(next() * few);
  return bytes;
}

function someSplices(next: () => number, length: number): readonly Splice[] {
  const splices: Splice[] = [];
  for (let at = 0; splices.length < 6;) {
    const offset = at + Math.floor(next() * (length - at));
    const removed = Math.floor(next() * (length - offset));
    if (offset + removed > length) break;
    splices.push({ offset, length: removed, data: someBytes(next, 400) });
    at = offset + removed;
    if (next() < 0.5 || at >= length) break;
  }
  return splices;
}

function checkDelta(next: () => number): void {
  const base = someBytes(next, 3000);
  const splices = someSplices(next, base.length);
  const after = applySplices(base, splices);
  const input = JSON.stringify({ base: base.toString("hex"), splices });
  hold(applyDelta(base, spliceDelta(base.length, splices)).equals(after), "is carried out", input);
  const one = [spliceBetween(base, after)];
  hold(applySplices(base, one).equals(after), "has one splice between", input);
  hold(applyDelta(base, spliceDelta(base.length, one)).equals(after), "is one delta", input);
}

function someObjects(next: () => number): readonly PackObject[] {
  const objects: PackObject[] = [];
  for (let count = 1 + Math.floor(next() * 6); count > 0; count -= 1) {
    const type = pick(next, kinds);
    const data = someBytes(next, 6000);
    const base = someBytes(next, 2000);
    const splices = [spliceBetween(base, data)];
    const delta = { base: objectId(type, base), data: spliceDelta(base.length, splices) };
    const oid = objectId(type, data);
    objects.push({ oid, type, data, ...(next() < 0.4 && { delta }) });
  }
  return objects;
}

function checkPack(next: () => number): void {
  const objects = someObjects(next);
  const thin = next() < 0.5;
  const { bytes, checksum, entries } = encodePack(objects, { thin });
  const input = bytes.toString("hex");
  const idx = new IdxFile(encodeIdx(entries, checksum));
  for (const [at, { oid, offset }] of entries.entries()) {
    const object = objects[at];
    if (!object) continue;
    const found = idx.offsetOf(oid);
    hold(
      found !== null && entries.some((one) => one.oid === oid && one.offset === found),
      "is found by its id",
      input,
    );
    const end = idx.entryAfter(offset) ?? bytes.length - oidBytes;
    const sent = thin && object.delta ? object.delta.data : object.data;
    hold(contentAt(bytes, offset, end).equals(sent), "is read back", input);
  }
  hold(idx.offsetOf("0".repeat(oidBytes * 2)) === null, "has nothing else", input);
}

function contentAt(bytes: Buffer, offset: number, end: number): Buffer {
  const header = readEntryHeader(bytes, offset);
  const start = header.end + (header.kind === "reference-delta" ? oidBytes : 0);
  return inflateSync(bytes.subarray(start, end));
}

/** Damaged or invented bytes give what they give, or a BrokenPackError. */
function checkGarbage(next: () => number): void {
  const bytes = next() < 0.5 ? someBytes(next, 2000) : damaged(next);
  const input = bytes.toString("hex");
  refusedAtMost(() => applyDelta(bytes.subarray(0, 100), bytes), input);
  refusedAtMost(() => applyDelta(bytes, bytes.subarray(Math.floor(next() * bytes.length))), input);
  refusedAtMost(() => readEntryHeader(bytes, Math.floor(next() * bytes.length)), input);
  refusedAtMost(() => {
    const idx = new IdxFile(bytes);
    idx.offsetOf("ab".repeat(oidBytes));
    idx.entryAfter(headerBytes);
  }, input);
  for (const { start, offset } of treeEntries(bytes)) hold(offset > start, "goes on", input);
}

function damaged(next: () => number): Buffer {
  const { bytes, checksum, entries } = encodePack(someObjects(next), { thin: true });
  const copy = Buffer.from(next() < 0.5 ? bytes : encodeIdx(entries, checksum));
  for (let count = Math.floor(next() * 8); count >= 0; count -= 1) {
    copy[Math.floor(next() * copy.length)] = Math.floor(next() * 256);
  }
  return copy.subarray(0, Math.ceil(next() * copy.length));
}

function refusedAtMost(work: () => unknown, input: string): void {
  try {
    work();
  } catch (error) {
    hold(error instanceof BrokenPackError, `is refused, not ${String(error)}`, input);
  }
}

/** Only a whole report that says so is a push; every packet that is read lies within the bytes. */
function checkReport(next: () => number): void {
  const parts = Array.from({ length: Math.floor(next() * 8) }, () =>
    next() < 0.5 ? Buffer.from(pick(next, words), "latin1") : pktLine(pick(next, words)),
  );
  const bytes = Buffer.concat([...parts, someBytes(next, 40)]);
  const input = bytes.toString("hex");
  const report = readReport(bytes, "main");
  const isPushed = report.outcome?.kind === "pushed";
  hold(!isPushed || bytes.includes("ok refs/heads/main"), "is pushed only when it says so", input);
  hold(!isPushed || (report.isComplete && report.unpacked), "is complete when it is pushed", input);
  const lines = [...readPktLines(bytes)].reduce((sum, line) => sum + line.length, 0);
  hold(lines <= bytes.length, "reads no byte twice", input);
  let last = 0;
  for (const { end } of readPackets(bytes)) {
    hold(end > last && end <= bytes.length, "goes on within the bytes", input);
    last = end;
  }
}
