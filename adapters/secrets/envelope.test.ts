import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { createSecrets } from "./envelope.ts";

const key = randomBytes(32).toString("base64");
const secrets = createSecrets(key);
const place = { organizationId: "acme", table: "registry", row: "r1", field: "password" };

describe("a sealed secret", () => {
  it.each(["", "hunter2", "pässwörd 🔑", "x".repeat(10_000)])("opens in its place", (text) => {
    expect(secrets.open(secrets.seal(text, place), place)).toBe(text);
  });

  it("says nothing of its text and is never the same twice", () => {
    const texts = [secrets.seal("hunter2", place), secrets.seal("hunter2", place)];
    expect(new Set(texts).size).toBe(2);
    for (const text of texts) expect(text).not.toMatch(/hunter2|aHVudGVyM/);
  });

  it.each([
    ["organization", { organizationId: "globex" }],
    ["table", { table: "config_repository" }],
    ["row", { row: "r2" }],
    ["field", { field: "username" }],
    ["border between fields", { table: "registry|r1", row: "" }],
  ])("does not open when moved to another %s", (_what, moved) => {
    const sealed = secrets.seal("hunter2", place);
    expect(() => secrets.open(sealed, { ...place, ...moved })).toThrow(/another place/);
  });

  it("does not open when a byte of it is changed", () => {
    const [version, keyId, ...parts] = secrets.seal("hunter2", place).split(".");
    for (const [which, part] of parts.entries()) {
      const bytes = Buffer.from(part, "base64url");
      for (const index of bytes.keys()) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
        const broken = parts.with(which, changed.toString("base64url"));
        const text = [version, keyId, ...broken].join(".");
        expect(() => secrets.open(text, place)).toThrow(/broken/);
      }
    }
  });

  it("does not open when parts of two are mixed", () => {
    const [first, second] = [secrets.seal("one", place), secrets.seal("two", place)];
    const mixed = [...first.split(".").slice(0, 3), second.split(".")[3]].join(".");
    expect(() => secrets.open(mixed, place)).toThrow(/broken/);
  });

  it("names the key that it needs", () => {
    const other = createSecrets(randomBytes(32).toString("base64"));
    expect(() => other.open(secrets.seal("hunter2", place), place)).toThrow(
      /sealed with key [0-9a-f]{8}/,
    );
  });

  it.each(["", "hunter2", "s1.a.b", "s0.a.b.c", "s1.a.b.c.d"])("is not %j", (text) => {
    expect(() => secrets.open(text, place)).toThrow(/unknown form/);
  });
});

describe("the key", () => {
  it.each(["", "short", randomBytes(31).toString("base64"), randomBytes(33).toString("base64")])(
    "must have 32 bytes: %j",
    (text) => {
      expect(() => createSecrets(text)).toThrow(/openssl rand -base64 32/);
    },
  );
});
