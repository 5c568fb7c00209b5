import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { z } from "zod";

const progressSchema = z.object({ seed: z.number(), next: z.number(), until: z.number() });

/** How far the runs of a seed have come: those before `next` held, those from `until` on are not wanted. */
export type Progress = z.infer<typeof progressSchema>;

/** What an earlier process left in the file; null where there is nothing that can be read. */
export function readProgress(path: string): Progress | null {
  try {
    return progressSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

export function writeProgress(path: string, progress: Progress): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(progress)}\n`);
}
