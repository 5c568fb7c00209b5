import type { z } from "zod";

import { unavailable } from "./failure.ts";

/** Reads a registry's JSON by a schema; anything else is a registry that does not answer in sense. */
export function parseJson<Shape>(input: {
  readonly host: string;
  readonly body: Buffer;
  readonly schema: z.ZodType<Shape>;
}): Shape {
  const result = input.schema.safeParse(jsonIn(input.host, input.body));
  if (!result.success) throw unavailable(input.host, "its answer has an unknown form");
  return result.data;
}

function jsonIn(host: string, body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw unavailable(host, "its answer is not JSON");
  }
}
