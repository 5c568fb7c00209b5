import type { Problem } from "#contracts/api/problem.ts";

/** A call that the server refused, with its problem details. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ApiProblem";
    this.problem = problem;
  }
}

/** The problem's code, or null for failures that are not the server's answer. */
export function problemCode(error: unknown): string | null {
  return error instanceof ApiProblem ? error.problem.code : null;
}
