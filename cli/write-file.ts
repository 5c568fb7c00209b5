import { randomUUID } from "node:crypto";
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { Refusal } from "./exit.ts";

/** Puts the text in the file's place whole or not at all; a link stays one, and the file's mode is kept. */
export function replaceFile(path: string, text: string): void {
  const real = realpathSync(path);
  const draft = join(dirname(real), `.${basename(real)}.${randomUUID()}`);
  try {
    writeFileSync(draft, text, { mode: statSync(real).mode, flush: true });
    renameSync(draft, real);
  } catch (error) {
    rmSync(draft, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`${path} cannot be written: ${reason}.`, { cause: error });
  }
}
