import { describe, expect, it } from "vitest";

import { spliceDelta } from "#adapters/git/delta.ts";
import { BrokenPackError } from "#adapters/git/pack-entry.ts";
import { encodePack, objectId } from "#adapters/git/pack.ts";
import type { PackObject } from "#adapters/git/pack.ts";

import { readReceivedPack } from "./received-pack.ts";

const before = Buffer.from("image: a:1\n".repeat(40));
const splice = { offset: 9, length: 1, data: Buffer.from("2") };
const after = Buffer.concat([before.subarray(0, 9), splice.data, before.subarray(10)]);

function nowhere(): Promise<null> {
  return Promise.resolve(null);
}

function blob(data: Buffer, base?: Buffer): PackObject {
  const oid = objectId("blob", data);
  if (!base) return { oid, type: "blob", data };
  const delta = { base: objectId("blob", base), data: spliceDelta(base.length, [splice]) };
  return { oid, type: "blob", data, delta };
}

describe("a received pack", () => {
  it("is indexed by what its objects are", async () => {
    const sent = encodePack([blob(before), blob(after, before)], { thin: true });
    const { bytes, entries } = await readReceivedPack(sent.bytes, nowhere);
    expect(bytes).toEqual(sent.bytes);
    expect(entries).toEqual(sent.entries);
  });

  it("is completed with the bases that are here", async () => {
    const sent = encodePack([blob(after, before)], { thin: true });
    const found: string[] = [];
    const { entries, bytes } = await readReceivedPack(sent.bytes, (oid) => {
      found.push(oid);
      return Promise.resolve({ type: "blob", data: before });
    });
    expect(found).toEqual([objectId("blob", before)]);
    const oids = entries.map(({ oid }) => oid);
    expect(oids).toEqual([objectId("blob", after), objectId("blob", before)]);
    expect((await readReceivedPack(bytes, nowhere)).entries).toEqual(entries);
  });

  it("may be empty", async () => {
    expect(
      (await readReceivedPack(encodePack([], { thin: false }).bytes, nowhere)).entries,
    ).toEqual([]);
  });

  const { bytes: good } = encodePack([blob(before), blob(after, before)], { thin: true });
  it.each([
    { about: "nothing", pack: Buffer.alloc(0) },
    { about: "a web page", pack: Buffer.from("<html>Please sign in to go on, will you</html>") },
    { about: "one that breaks off", pack: good.subarray(0, -30) },
    {
      about: "one with another byte",
      pack: Buffer.from(good.map((byte, at) => (at === 40 ? byte ^ 1 : byte))),
    },
    {
      about: "one whose base is nowhere",
      pack: encodePack([blob(after, before)], { thin: true }).bytes,
    },
  ])("is not used when it is $about", async ({ pack }) => {
    await expect(readReceivedPack(pack, nowhere)).rejects.toThrow(BrokenPackError);
  });
});
