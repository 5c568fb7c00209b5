import { KubeFailure } from "#agent/kube/kube-failure.ts";
import type { FailureCause } from "#agent/kube/kube-failure.ts";
import { hideValues, valuesOf } from "#agent/secrecy/hide-values.ts";
import type { FieldConflict, RefusalReason } from "#contracts/agent-sync.ts";

/** Why the cluster did not take an object. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** The API server's own words, with what to do about it where that is known. */
  readonly message: string;
  readonly conflicts: readonly FieldConflict[];
  /** Whether the same call may be taken soon without anyone changing anything. */
  readonly mayComeRight: boolean;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | null;
}

const mostConflicts = 10;
const longestMessage = 500;

/**
 * What an error of a call to the API server means for the object that was to be applied or deleted; its words without
 * the values of that object, or of any where it is not given.
 */
export function readRefusal(error: unknown, object: object | null = null): Refusal {
  if (!(error instanceof KubeFailure)) {
    const text = error instanceof Error ? error.message : String(error);
    return refusal("unavailable", `The API server did not answer: ${text}`, { mayComeRight: true });
  }
  const conflicts = error.causes.flatMap(readConflict);
  if (conflicts.length > 0) return conflictRefusal(conflicts);
  const { status, reason, causes, retryAfterMs } = error;
  const message = hideValues(error.message, { values: valuesOf(object), others: object === null });
  if (isPassing(error)) {
    return refusal("unavailable", message, { mayComeRight: true, retryAfterMs });
  }
  return finalRefusal({ status, reason, causes, message });
}

/** The cluster has no such kind; it may come to have one where the same sync applies its definition. */
export function kindRefusal(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  isDefinedHere: boolean,
): Refusal {
  const message = isDefinedHere
    ? `The cluster does not serve ${apiVersion} ${kind} yet.`
    : `The cluster has no ${apiVersion} ${kind}. Add its definition to git, or take the object out.`;
  return refusal("no-such-kind", message, { mayComeRight: isDefinedHere });
}

function finalRefusal({
  status,
  reason,
  message,
  causes,
}: Pick<KubeFailure, "status" | "reason" | "message" | "causes">): Refusal {
  if (isAdmission(message, causes)) return refusal("admission", message);
  if (status === 404) {
    const isNamespace = message.startsWith("namespaces ");
    return refusal(isNamespace ? "no-such-namespace" : "no-such-kind", message);
  }
  if (status === 403) {
    const isRight = /cannot \w+ resource/.test(message);
    const advice = isRight ? " Give the agent that right, or take the object out of its path." : "";
    return refusal("forbidden", `${message}${advice}`);
  }
  if (/field is immutable|may not change|immutable/i.test(message)) {
    return refusal("invalid", `${message} Delete the object so that it is made anew, or undo it.`);
  }
  return refusal(status === 422 || status === 400 ? "invalid" : "refused", message || reason);
}

/** Webhooks that answer no, policies, and the plugins that say so: all change their mind only when asked otherwise. */
function isAdmission(message: string, causes: readonly FailureCause[]): boolean {
  return (
    /admission webhook .* denied the request/s.test(message) ||
    /(Validating|Mutating)AdmissionPolicy .* denied request/s.test(message) ||
    /violates PodSecurity|exceeded quota/.test(message) ||
    causes.some(({ reason }) => reason === "AdmissionDenied")
  );
}

function isPassing({ status, reason, message, causes }: KubeFailure): boolean {
  if (status === 409 || status === 408 || status === 429 || status >= 500) return true;
  if (reason === "NamespaceTerminating") return true;
  if (causes.some((cause) => cause.reason === "NamespaceTerminating")) return true;
  return status === 403 && /because it is being terminated|not yet ready to handle/.test(message);
}

function readConflict({ reason, message, field }: FailureCause): readonly FieldConflict[] {
  if (reason !== "FieldManagerConflict") return [];
  const manager = /"([^"]*)"/.exec(message)?.[1] ?? message;
  return [{ manager: manager.slice(0, 200), field: field.slice(0, 300) }];
}

function conflictRefusal(conflicts: readonly FieldConflict[]): Refusal {
  const managers = [...new Set(conflicts.map(({ manager }) => manager))].join(", ");
  const fields = conflicts.map(({ field }) => field);
  const shown = fields.slice(0, 3).join(", ");
  const more = fields.length > 3 ? ` and ${fields.length - 3} more` : "";
  const message =
    `${managers} set ${shown}${more} differently from git, and that was left alone. Take the fields out of git, ` +
    "or have their manager give them up.";
  return refusal("conflict", message, { conflicts: conflicts.slice(0, mostConflicts) });
}

function refusal(
  reason: RefusalReason,
  message: string,
  rest: Partial<Pick<Refusal, "conflicts" | "mayComeRight" | "retryAfterMs">> = {},
): Refusal {
  const text = message.replaceAll(/\s+/g, " ").slice(0, longestMessage);
  return { conflicts: [], mayComeRight: false, retryAfterMs: null, ...rest, reason, message: text };
}
