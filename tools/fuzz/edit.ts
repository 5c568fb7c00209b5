import { DomainError } from "#domain/error.ts";
import { applyEdits } from "#domain/manifest/edit.ts";
import { pick } from "#test/builders/random.ts";

import type { FuzzTarget } from "./target.ts";

const values = ["v1", "1.10", "'v1'", '"v1"', "", "~", "&a v1", "*a", "|-\n  v1", ">\n  v1"];

/** An edit of a generated file changes the named value and no other byte, or is refused. */
export const editTarget: FuzzTarget = {
  about: "edits of generated YAML change one value's bytes alone",
  run(next) {
    const value = pick(next, values);
    const text = `a: 1\nb: ${value} # c\nd: 2\n`;
    try {
      const edited = applyEdits(text, [
        { file: "f.yaml", document: 0, path: ["b"], from: "v1", to: "v2" },
      ]);
      if (!edited.startsWith("a: 1\nb: ")) throw new Error(JSON.stringify({ text, edited }));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  },
};
