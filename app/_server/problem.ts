import "server-only";
import { ZodError } from "zod";

import type { Problem } from "#contracts/api/problem.ts";
import { DomainError, type ErrorCode } from "#domain/error.ts";

interface Meaning {
  readonly status: number;
  readonly title: string;
}

/** What each refusal is in HTTP: the one place that says so. */
const meanings: Readonly<Record<ErrorCode, Meaning>> = {
  invalid: { status: 400, title: "The request is not valid" },
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  "not-found": { status: 404, title: "Not found" },
  conflict: { status: 409, title: "Conflict" },
  "plan-stale": { status: 409, title: "The plan is out of date" },
  "plan-expired": { status: 410, title: "The plan has expired" },
  "edit-refused": { status: 422, title: "The file cannot be edited safely" },
  "image-missing": { status: 422, title: "The image does not exist" },
  unavailable: { status: 503, title: "Not available right now" },
};

const retryAfterSeconds = 5;

/** Problem details for whatever a handler threw; what is unknown says nothing of its cause. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof DomainError) return domainProblem(error, requestId);
  if (error instanceof ZodError) return inputProblem(error, requestId);
  return {
    type: "about:blank",
    title: "Something broke on our side",
    status: 500,
    detail: "The request was not completed. Try again; if it stays, quote the request number.",
    code: "internal",
    requestId,
  };
}

function domainProblem({ code, message, data }: DomainError, requestId: string): Problem {
  const { pointer, ...rest } = data;
  return {
    type: `urn:stagecoach:problem:${code}`,
    ...meanings[code],
    detail: message,
    code,
    requestId,
    ...(typeof pointer === "string" ? { errors: [{ pointer, detail: message }] } : {}),
    ...(code === "unavailable" ? { retryAfter: retryAfterSeconds } : {}),
    ...(Object.keys(rest).length > 0 ? { data: rest } : {}),
  };
}

function inputProblem({ issues }: ZodError, requestId: string): Problem {
  const errors = issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part)}`).join(""),
    detail: message,
  }));
  return {
    type: "urn:stagecoach:problem:invalid",
    ...meanings.invalid,
    detail: errors.map(({ pointer, detail }) => `${pointer || "/"}: ${detail}`).join("; "),
    code: "invalid",
    requestId,
    errors,
  };
}

export function problemResponse(problem: Problem): Response {
  return Response.json(problem, {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "x-request-id": problem.requestId,
      ...(problem.retryAfter === undefined ? {} : { "retry-after": String(problem.retryAfter) }),
    },
  });
}
