import type { ServerResponse } from "node:http";

import type { Html } from "./html.ts";

/** Ends the response with a page that no browser keeps. */
export function respondPage(response: ServerResponse, page: Html, status = 200): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(page.text);
}

/** Ends the response with a JSON document. */
export function respondJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(value));
}

/** Ends the response with one line of text. */
export function respondText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`${text}\n`);
}
