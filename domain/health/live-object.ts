import { z } from "zod";

const Text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

const Condition = z.object({ type: z.string(), status: z.string(), reason: Text, message: Text });

/** A condition of a live object; texts that are not there are null. */
export type Condition = z.infer<typeof Condition>;

const Fields = z.looseObject({});

/** What every live Kubernetes object has. */
const LiveObject = z.object({
  apiVersion: z.string().default(""),
  kind: z.string(),
  metadata: z
    .looseObject({
      name: z.string().default(""),
      generation: z.number().nullish(),
      deletionTimestamp: Text,
      annotations: z.record(z.string(), z.string()).nullish(),
    })
    .prefault({}),
  spec: Fields.nullish().transform((spec) => spec ?? {}),
  status: Fields.nullish().transform((status) => status ?? {}),
});

export type LiveObject = z.infer<typeof LiveObject>;

/** The object when it is one of Kubernetes, else null. */
export function readLiveObject(object: unknown): LiveObject | null {
  const parsed = LiveObject.safeParse(object);
  return parsed.success ? parsed.data : null;
}

/** The API group; empty for the core one. */
export function groupOf({ apiVersion }: LiveObject): string {
  const [group = "", version] = apiVersion.split("/");
  return version === undefined ? "" : group;
}

/** The conditions of the status; an object that writes them in another shape has none. */
export function conditionsOf({ status }: LiveObject): readonly Condition[] {
  return readConditions(status["conditions"]);
}

/** Conditions from any value. */
export function readConditions(value: unknown): readonly Condition[] {
  const parsed = z.array(Condition).safeParse(value);
  return parsed.success ? parsed.data : [];
}

/** A field below an object by its path; undefined where there is none. */
export function fieldAt(from: unknown, ...path: readonly string[]): unknown {
  let at: unknown = from;
  for (const key of path) {
    const fields = Fields.safeParse(at);
    if (!fields.success) return undefined;
    at = fields.data[key];
  }
  return at;
}

/** A number below an object, or undefined. */
export function numberAt(from: unknown, ...path: readonly string[]): number | undefined {
  const value = fieldAt(from, ...path);
  return typeof value === "number" ? value : undefined;
}

/** A text below an object, or undefined. */
export function textAt(from: unknown, ...path: readonly string[]): string | undefined {
  const value = fieldAt(from, ...path);
  return typeof value === "string" ? value : undefined;
}

/** The items of a list below an object; none where there is no list. */
export function itemsAt(from: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = fieldAt(from, ...path);
  return Array.isArray(value) ? value : [];
}
