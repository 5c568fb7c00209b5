import type { z } from "zod";

import type { EngineError } from "#domain/rollout/engine-state.ts";

import { shortened } from "./conditions.ts";
import type { Conditions } from "./conditions.ts";

const exactSeconds = /(?<![\w.])((?:\d+h)?(?:\d+m)?\d+)\.\d+s\b/g;

/** What a Flux controller says went wrong: the message of a Ready condition that is False. */
export function fluxFailure(
  conditions: z.infer<typeof Conditions>,
  about: { readonly object: unknown; readonly revision: string | null },
): Omit<EngineError, "by"> | null {
  const ready = conditions?.find(({ type }) => type === "Ready");
  if (ready?.status !== "False") return null;
  const { object, revision } = about;
  const said = ready.message || ready.reason || "not ready";
  return { message: failureWords(said, object), revision };
}

/**
 * The message without the fractions of seconds that each attempt has others of: everything that the engine deploys
 * would be told anew for them.
 */
export function failureWords(message: string, object: unknown = null): string {
  return shortened(message.replaceAll(exactSeconds, "$1s").trim(), { object, others: true });
}
