import { resolve } from "node:path";

import { caseFiles } from "./case-files.ts";
import { kindOf, kinds } from "./kinds.ts";
import { reportLines } from "./report.ts";
import { runCases } from "./run.ts";

const usage = `usage: npm run cases -- DIR [KIND…]; the kinds are ${[...kinds.keys()].join(", ")}`;

function main([folder, ...words]: readonly string[]): number {
  const wanted = words.map((word) => kindOf(word));
  if (folder === undefined || wanted.includes(undefined)) return complain(usage, 2);
  const files = caseFiles(resolve(process.env["INIT_CWD"] ?? ".", folder)).filter(({ kind }) => {
    return wanted.length === 0 || wanted.includes(kind);
  });
  if (files.length === 0) return complain(`${folder} holds no file of cases; ${usage}`, 2);
  const results = runCases(files);
  process.stdout.write(`${reportLines(results).join("\n")}\n`);
  return results.some(({ verdict }) => verdict.is === "failed") ? 1 : 0;
}

function complain(message: string, code: number): number {
  process.stderr.write(`${message}\n`);
  return code;
}

process.exitCode = main(process.argv.slice(2));
