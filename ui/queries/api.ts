import type { Problem } from "#contracts/api/problem.ts";

import { ApiProblem } from "./api-problem.ts";

/** The address of an organization's part of the API. */
export function apiPath(org: string, ...parts: readonly string[]): string {
  return ["/api/v1/orgs", org, ...parts.map(encodeURIComponent)].join("/");
}

interface CallOptions {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Calls our own API, whose routes answer with the contracts' shapes; `T` names the one of this route.
 * Throws ApiProblem where the server refuses.
 */
export async function callApi<T>(path: string, options: CallOptions = {}): Promise<T> {
  return await (await sendToApi(path, options)).json();
}

/** The same for a call that is answered with nothing. */
export async function sendToApi(path: string, options: CallOptions = {}): Promise<Response> {
  const { method = "GET", body, headers, signal } = options;
  const response = await fetch(path, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new ApiProblem(await readProblem(response));
  return response;
}

async function readProblem(response: Response): Promise<Problem> {
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  if (isProblem) return await response.json();
  return {
    type: "about:blank",
    title: "The server answered in an unexpected way",
    status: response.status,
    detail: `It answered ${response.status}. Try again in a moment.`,
    code: "unavailable",
    requestId: response.headers.get("x-request-id") ?? "unknown",
  };
}
