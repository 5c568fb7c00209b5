import "server-only";
import { randomUUID } from "node:crypto";

import type { z } from "zod";

import { DomainError } from "#domain/error.ts";
import type { TenantContext } from "#services/context.ts";

import { getConfig } from "./config.ts";
import { problemOf, problemResponse } from "./problem.ts";
import { requireSameOrigin } from "./same-origin.ts";
import { tenantContext } from "./tenant.ts";

/** One call of the API, as a handler sees it: who calls, and the parsed parts of the request. */
export interface Call {
  readonly ctx: TenantContext;
  readonly request: Request;
  param(name: string): string;
  query<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
  body<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>>;
}

type Params = Readonly<Record<string, string | string[] | undefined>>;
type RouteHandler = (
  request: Request,
  context: { readonly params: Promise<Params> },
) => Promise<Response>;

/**
 * Makes a handler of the organization's API: who calls is established before anything else, what is thrown
 * becomes problem details, and every answer carries its request number.
 */
export function route(handle: (call: Call) => Promise<Response>): RouteHandler {
  return async (request, { params }) => {
    const requestId = randomUUID();
    try {
      requireSameOrigin(request, getConfig().url);
      const given = await params;
      const ctx = await tenantContext(textParam(given, "org"));
      const response = await handle(callOf(ctx, request, given));
      response.headers.set("x-request-id", requestId);
      return response;
    } catch (error) {
      const problem = problemOf(error, requestId);
      if (problem.status === 500) console.error(`request ${requestId} failed`, error);
      return problemResponse(problem);
    }
  };
}

/** A JSON answer; `status` is 200 unless said otherwise. */
export function reply(body: unknown, init: ResponseInit = {}): Response {
  const response = Response.json(body, init);
  response.headers.set("cache-control", "no-store");
  return response;
}

function callOf(ctx: TenantContext, request: Request, params: Params): Call {
  return {
    ctx,
    request,
    param: (name) => textParam(params, name),
    query: (schema) => schema.parse(Object.fromEntries(new URL(request.url).searchParams)),
    body: async (schema) => schema.parse(await readJson(request)),
  };
}

function textParam(params: Params, name: string): string {
  const value = params[name];
  if (typeof value !== "string") throw new DomainError("not-found", "There is no such address.");
  return value;
}

async function readJson(request: Request): Promise<unknown> {
  if (!request.headers.get("content-type")?.startsWith("application/json")) {
    throw new DomainError("invalid", "Send the body as application/json.");
  }
  try {
    return await request.json();
  } catch {
    throw new DomainError("invalid", "The body is not JSON.");
  }
}
