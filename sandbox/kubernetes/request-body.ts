import type { IncomingMessage } from "node:http";

import { parse } from "yaml";

import { asJson, isObject, type Json, type JsonObject } from "./json.ts";
import { ApiError, badRequest, unsupportedMediaType } from "./status.ts";

const limitBytes = 3 * 1024 * 1024;

/** The body as JSON, whether it was sent as JSON or YAML; undefined where it is empty. */
export async function readBody(request: IncomingMessage): Promise<Json | undefined> {
  const type = mediaType(request);
  if (type.includes("protobuf") || type.includes("cbor")) {
    throw unsupportedMediaType(["application/json", "application/yaml"]);
  }
  const text = await readText(request);
  if (text.trim() === "") return undefined;
  try {
    const value: unknown = type.includes("yaml") ? parse(text) : JSON.parse(text);
    return asJson(value);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(`the object provided is unrecognized: couldn't read the body: ${why}`);
  }
}

/** The body as an object, or a 400. */
export async function readObject(request: IncomingMessage): Promise<JsonObject> {
  const body = await readBody(request);
  if (isObject(body)) return body;
  throw badRequest("the object provided is unrecognized (must be of type object)");
}

/** The content type without its parameters. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers["content-type"] ?? "application/json").split(";")[0]?.trim() ?? "";
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limitBytes) {
      const message = `Request entity too large: limit is ${limitBytes}`;
      throw new ApiError({ code: 413, reason: "RequestEntityTooLarge", message });
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}
