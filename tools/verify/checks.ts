import { layers } from "#tools/layers.ts";

import type { Check } from "./check.ts";
import { findDocumentProblems } from "./document-rules.ts";
import { findSourceProblems } from "./source-rules.ts";
import { trackedFiles } from "./tracked-files.ts";

export const unitReport = ".stagecoach/test/unit.json";

const depcruise = "tools/arch/node_modules/.bin/depcruise";

/** Everything that is checked without a service, the longest first. */
export async function checks(): Promise<readonly Check[]> {
  const files = await trackedFiles();
  const folders = [...Object.keys(layers), "tools", "test", "e2e"].filter((folder) =>
    files.some((file) => file.startsWith(`${folder}/`)),
  );
  return [
    {
      name: "unit tests",
      command: [
        "vitest",
        "run",
        "--project=unit",
        "--reporter=dot",
        "--reporter=json",
        `--outputFile.json=${unitReport}`,
      ],
    },
    { name: "types", command: ["tsc", "--noEmit"] },
    {
      name: "boundaries",
      command: [process.execPath, depcruise, "--progress", "none", ...folders],
    },
    { name: "unused code", command: ["knip", "--no-progress"] },
    { name: "lint", command: ["oxlint", "--deny-warnings"] },
    { name: "format", command: ["oxfmt", "--check"] },
    { name: "sources", findProblems: () => findSourceProblems(files) },
    { name: "documents", findProblems: () => findDocumentProblems(files) },
  ];
}
