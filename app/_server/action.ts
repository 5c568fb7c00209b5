import "server-only";
import type { z } from "zod";

import { DomainError } from "#domain/error.ts";

import { type Person, currentPerson } from "./session.ts";

/** What a form shows after it was sent: the reason of a refusal, and the field that it is about. */
export interface FormState {
  readonly error: string | null;
  readonly field: string | null;
}

interface ActionDefinition<Schema extends z.ZodType> {
  readonly input: Schema;
  readonly run: (call: {
    readonly person: Person;
    readonly input: z.output<Schema>;
  }) => Promise<void>;
}

/** Makes a form's server action: who sends it, the parsed fields, and refusals as the form's state. */
export function action<Schema extends z.ZodType>({ input, run }: ActionDefinition<Schema>) {
  return async (_: FormState, form: FormData): Promise<FormState> => {
    const person = await currentPerson();
    if (!person) return { error: "Your session ended. Sign in again.", field: null };
    const parsed = input.safeParse(Object.fromEntries(form));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { error: issue?.message ?? "Not valid.", field: String(issue?.path[0] ?? "") };
    }
    try {
      await run({ person, input: parsed.data });
      return { error: null, field: null };
    } catch (error) {
      if (error instanceof DomainError) return { error: error.message, field: fieldOf(error) };
      throw error;
    }
  };
}

function fieldOf({ data }: DomainError): string | null {
  return typeof data["pointer"] === "string" ? data["pointer"].replace(/^\//, "") : null;
}
