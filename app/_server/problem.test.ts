import { describe, expect, it } from "vitest";
import { z } from "zod";

import { DomainError, type ErrorCode } from "#domain/error.ts";

import { problemOf, problemResponse } from "./problem.ts";

describe("a refusal in HTTP", () => {
  it.each<[ErrorCode, number]>([
    ["invalid", 400],
    ["unauthenticated", 401],
    ["forbidden", 403],
    ["not-found", 404],
    ["conflict", 409],
    ["plan-stale", 409],
    ["plan-expired", 410],
    ["edit-refused", 422],
    ["image-missing", 422],
    ["unavailable", 503],
  ])("%s is %d", (code, status) => {
    const problem = problemOf(new DomainError(code, "Why, and what to do."), "r1");
    expect(problem).toMatchObject({
      status,
      code,
      detail: "Why, and what to do.",
      requestId: "r1",
    });
  });

  it("points at the field that is wrong", () => {
    const problem = problemOf(new DomainError("conflict", "Taken.", { pointer: "/name" }), "r1");
    expect(problem.errors).toEqual([{ pointer: "/name", detail: "Taken." }]);
    expect(problem.data).toBeUndefined();
  });

  it("passes on what the refusal knows", () => {
    const problem = problemOf(new DomainError("plan-stale", "…", { changes: ["carts"] }), "r1");
    expect(problem.data).toEqual({ changes: ["carts"] });
  });

  it("turns a schema's flaws into pointers", () => {
    const schema = z.object({ source: z.object({ branch: z.string() }) });
    const { error } = schema.safeParse({ source: { branch: 1 } });
    expect(problemOf(error, "r1")).toMatchObject({
      status: 400,
      code: "invalid",
      errors: [{ pointer: "/source/branch" }],
    });
  });

  it("says nothing of a cause that it does not know", () => {
    const problem = problemOf(new Error("password=hunter2"), "r1");
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });
});

it("tells when to come back, and the request's number", () => {
  const response = problemResponse(problemOf(new DomainError("unavailable", "Later."), "r1"));
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(response.headers.get("x-request-id")).toBe("r1");
  expect(response.headers.get("content-type")).toBe("application/problem+json");
});
