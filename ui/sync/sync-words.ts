import type { NamedObject, SyncConsent, SyncObject } from "#contracts/agent-sync.ts";
import type { ClusterSync } from "#contracts/api/sync.ts";
import { counted } from "#ui/components/counted.ts";
import type { Tone } from "#ui/components/tag.tsx";

export interface Words {
  readonly word: string;
  readonly tone: Tone;
}

/** Where a cluster's sync stands: in one word, and in a sentence. */
export function syncState(
  { newest, report }: ClusterSync,
  { connected }: { readonly connected: boolean },
): Words & { readonly line: string } {
  if (newest === null) {
    return { word: "never synced", tone: "plain", line: "Nothing was asked of the agent yet." };
  }
  switch (newest.progress) {
    case "waiting": {
      const line = connected
        ? "The agent is told."
        : "The agent is offline. It begins when it is back.";
      return { word: "waiting", tone: "run", line };
    }
    case "running":
      return connected
        ? { word: "syncing", tone: "run", line: "The agent is at it." }
        : { word: "unknown", tone: "plain", line: "The agent went offline while it was at it." };
    case "expired":
      return {
        word: "not done",
        tone: "bad",
        line: "The agent did not begin within a day. It is told again when it comes back.",
      };
    case "done":
      return reportWords(report);
  }
}

function reportWords(report: ClusterSync["report"]): Words & { readonly line: string } {
  if (report === null || report.summary === null) {
    const line = report?.message ?? "";
    if (report?.ok) return { word: "not by this agent", tone: "plain", line };
    return { word: "failed", tone: "bad", line };
  }
  const { asks, ok, summary } = report;
  if (!ok)
    return {
      word: "incomplete",
      tone: "bad",
      line: "The cluster did not take everything that git contains.",
    };
  if (asks.length > 0) {
    return {
      word: "asks you",
      tone: "behind",
      line: "Everything that git contains is applied; the rest waits for you.",
    };
  }
  const failed = summary.objects.some(({ state }) => state === "failed");
  if (failed) return { word: "unhealthy", tone: "bad", line: "Applied, and not all of it works." };
  if (summary.problems.length > 0) {
    return { word: "incomplete", tone: "bad", line: "A part of git could not be read." };
  }
  return { word: "synced", tone: "ok", line: "Everything that git contains is applied." };
}

const states: Readonly<Record<SyncObject["state"], Words>> = {
  conflict: { word: "conflict", tone: "bad" },
  forbidden: { word: "no right", tone: "bad" },
  admission: { word: "not admitted", tone: "bad" },
  invalid: { word: "invalid", tone: "bad" },
  "no-such-kind": { word: "unknown kind", tone: "bad" },
  "no-such-namespace": { word: "no namespace", tone: "bad" },
  unavailable: { word: "not taken in time", tone: "bad" },
  refused: { word: "refused", tone: "bad" },
  failed: { word: "failed", tone: "bad" },
  "not-deleted": { word: "not deleted", tone: "bad" },
  kept: { word: "kept", tone: "behind" },
  progressing: { word: "progressing", tone: "run" },
  ignored: { word: "ignored", tone: "plain" },
};

/** What became of an object. */
export function objectWords(state: SyncObject["state"]): Words {
  return states[state];
}

const worstFirst = Object.keys(states);

/** The objects in the order in which a person should read them. */
export function byUrgency(objects: readonly SyncObject[]): readonly SyncObject[] {
  const urgency = ({ state }: SyncObject): number => worstFirst.indexOf(state);
  return objects.toSorted((a, b) => urgency(a) - urgency(b) || byName(a, b));
}

interface ConsentWords {
  readonly title: string;
  /** What is done, and what cannot be undone of it. */
  readonly effect: string;
}

/** What a person agrees to. */
export function consentWords(consent: SyncConsent, count: number): ConsentWords {
  const objects = counted(count, "object");
  switch (consent) {
    case "force":
      return {
        title: `Take over ${objects}`,
        effect:
          "The fields that others manage become what git says. What they had set there is lost, and they may set it again.",
      };
    case "delete-many":
      return {
        title: `Delete ${objects} that git no longer contains`,
        effect:
          "They are deleted with everything they own. Git can bring the objects back, not the data in them.",
      };
    case "delete-foundations":
      return {
        title: `Delete ${count === 1 ? "a namespace or definition" : `${count} namespaces and definitions`} that git no longer contains`,
        effect:
          "Everything in them is deleted too, whoever made it, with its data. This cannot be undone.",
      };
  }
}

/** Orders objects as people look for them: `settings-9` before `settings-10`. */
export function byName(a: NamedObject, b: NamedObject): number {
  return objectName(a).localeCompare(objectName(b), "en", { numeric: true });
}

/** An object as the cluster's own tools write it. */
export function objectName({ kind, namespace, name }: NamedObject): string {
  return namespace === "" ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
