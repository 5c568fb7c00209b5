import type { Finding } from "./finding.ts";

const marks: Readonly<Record<Finding["status"], string>> = {
  ok: "ok  ",
  warning: "WARN",
  failed: "FAIL",
  skipped: "-   ",
};

/** The findings for a person: a line each, what to do below it, a summary at the end. */
export function printFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, status, found, next }) => [
    `${marks[status]}  ${check.padEnd(width)}  ${found}`,
    ...(next === undefined ? [] : [`${" ".repeat(width + 8)}→ ${next}`]),
  ]);
  const failed = findings.filter(({ status }) => status === "failed").length;
  const summary = failed === 0 ? "Nothing failed." : `${failed} of ${findings.length} failed.`;
  return `${[...lines, "", summary].join("\n")}\n`;
}
