import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { DomainError } from "#domain/error.ts";

import { applyEdits } from "./edit.ts";
import type { ScalarEdit } from "./scalar-edit.ts";

const folder = join(import.meta.dirname, "edit-cases");
const names = readdirSync(folder);

const caseSchema = z.strictObject({
  about: z.string(),
  edits: z.array(
    z.strictObject({
      document: z.number(),
      path: z.array(z.union([z.string(), z.number()])),
      from: z.string().nullable(),
      to: z.string(),
    }),
  ),
  refused: z.enum(["edit-refused", "plan-stale"]).optional(),
  reason: z.string().optional(),
});

function read(name: string, file: string): string {
  return readFileSync(join(folder, name, file), "utf8");
}

function readCase(name: string) {
  const { edits, ...rest } = caseSchema.parse(JSON.parse(read(name, "edits.json")));
  const withFile = edits.map((edit): ScalarEdit => ({ file: "f.yaml", ...edit }));
  return { ...rest, edits: withFile, before: read(name, "before.yaml") };
}

function refusalOf(text: string, edits: readonly ScalarEdit[]): DomainError | null {
  try {
    applyEdits(text, edits);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

describe("the edits of the case folders", () => {
  it.each(names)("%s", (name) => {
    const { before, edits, refused, reason = "" } = readCase(name);
    expect(existsSync(join(folder, name, "after.yaml"))).toBe(refused === undefined);
    if (refused === undefined) expect(applyEdits(before, edits)).toBe(read(name, "after.yaml"));
    else {
      const refusal = refusalOf(before, edits);
      expect(refusal?.code).toBe(refused);
      expect(refusal?.message).toContain(reason);
    }
  });

  it.each(names)("%s, with CRLF, a byte order mark and other documents around it", (name) => {
    const { before, edits, refused } = readCase(name);
    const first = before.replace("\uFEFF", "");
    if (refused !== undefined || /^(?:---|%|#)/.test(first)) return;
    function around(text: string): string {
      const lines = `\uFEFFz: é\n---\n${text.replace("\uFEFF", "").replaceAll("\r\n", "\n")}`;
      return lines.replaceAll("\n", "\r\n");
    }
    const moved = edits.map((edit) => ({ ...edit, document: edit.document + 1 }));
    expect(applyEdits(around(before), moved)).toBe(around(read(name, "after.yaml")));
  });

  it.each(names)("%s: the same edit again changes nothing or is out of date", (name) => {
    const { edits, refused } = readCase(name);
    if (refused !== undefined) return;
    const after = read(name, "after.yaml");
    expect(refusalOf(after, edits)?.code).toBe("plan-stale");
  });
});
