import { resolve } from "node:path";

import { runCorpus } from "./run.ts";

function main([folder, ...others]: readonly string[]): number {
  if (folder === undefined || others.length > 0) {
    process.stderr.write("usage: npm run corpus -- DIR\n");
    return 2;
  }
  return runCorpus(resolve(process.env["INIT_CWD"] ?? ".", folder), (line) => {
    process.stdout.write(`${line}\n`);
  });
}

process.exitCode = main(process.argv.slice(2));
