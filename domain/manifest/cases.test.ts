import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { DomainError } from "#domain/error.ts";
import { parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import { parseImageRef } from "#domain/image/ref.ts";

import { applyEdits, editsForImage } from "./edit.ts";
import { parseManifestFile } from "./file.ts";
import { indexManifests } from "./manifest-index.ts";

const folder = join(import.meta.dirname, "cases");
const editSchema = z.object({
  workload: z.string(),
  containers: z.array(z.string()),
  image: z.string(),
  refused: z.string().optional(),
});

function readCase(name: string, file: string): string {
  return readFileSync(join(folder, name, file), "utf8");
}

function readEdit(name: string): Edit {
  return editSchema.parse(JSON.parse(readCase(name, "edit.json")));
}

type Edit = z.infer<typeof editSchema>;

function update(text: string, edit: Edit): string {
  const file = parseManifestFile("file.yaml", text);
  const index = indexManifests({ files: new Map([[file.path, file]]), root: "" });
  const identity = parseWorkloadKey(edit.workload);
  const workload = identity && index.workloads.get(workloadKey(identity));
  const edits = edit.containers.map((name) => {
    const container = workload?.containers.find((one) => one.name === name);
    if (container === undefined) throw new DomainError("not-found", `no container ${name}`);
    return editsForImage(container.site, parseImageRef(edit.image));
  });
  return applyEdits(text, edits.flat());
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return "done";
}

describe("the case folders", () => {
  it.each(readdirSync(folder))("%s", (name) => {
    const before = readCase(name, "before.yaml");
    const edit = readEdit(name);
    if (edit.refused !== undefined) expect(codeOf(() => update(before, edit))).toBe(edit.refused);
    else expect(update(before, edit)).toBe(readCase(name, "after.yaml"));
    expect(existsSync(join(folder, name, "after.yaml"))).toBe(edit.refused === undefined);
  });

  it.each(["\r\n", "\n"])("hold with line ends %j and a byte order mark", (lineEnd) => {
    function recode(text: string): string {
      return `\uFEFF${text.replaceAll("\n", lineEnd)}`;
    }
    for (const name of readdirSync(folder)) {
      const edit = readEdit(name);
      if (edit.refused !== undefined) continue;
      const edited = update(recode(readCase(name, "before.yaml")), edit);
      expect(edited, name).toBe(recode(readCase(name, "after.yaml")));
    }
  });
});
