import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

import { readProgress, writeProgress } from "./progress.ts";

it("reads what was written, and nothing from anything else", () => {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
  const path = join(folder, "deep", "edit.json");
  try {
    expect(readProgress(path)).toBeNull();
    writeProgress(path, { seed: 1, next: 2, until: 3 });
    expect(readProgress(path)).toEqual({ seed: 1, next: 2, until: 3 });
    writeFileSync(path, '{"seed":');
    expect(readProgress(path)).toBeNull();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
