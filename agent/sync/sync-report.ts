import type { SyncConsent, SyncObject, SyncSummary } from "#contracts/agent-sync.ts";

import { Asking } from "./asking.ts";
import { referenceText } from "./object-reference.ts";
import type { ObjectReference } from "./object-reference.ts";
import type { Refusal } from "./refusal.ts";

export const mostProblems = 50;
const longestProblem = 1_000;
export const mostObjects = 50;

type State = SyncObject["state"];
type Place = Pick<ObjectReference, "kind" | "namespace" | "name">;

/** States that say that the cluster is not as git says, the others being as someone wants them. */
const bad: ReadonlySet<State> = new Set<State>([
  "conflict",
  "forbidden",
  "admission",
  "invalid",
  "no-such-kind",
  "no-such-namespace",
  "unavailable",
  "refused",
  "not-deleted",
]);

/** What comes of a sync, put together while it happens. */
export class SyncReport {
  readonly #objects: SyncObject[] = [];
  /** What was said about the sync as a whole. */
  readonly notes: string[] = [];
  readonly #asking = new Asking();
  #applied = 0;
  #unchanged = 0;
  #pruned = 0;

  applied(): void {
    this.#applied += 1;
  }

  unchanged(): void {
    this.#unchanged += 1;
  }

  pruned(): void {
    this.#pruned += 1;
  }

  /** The cluster did not take an object. */
  refused(place: Place, { reason, message, conflicts }: Refusal): void {
    this.tell(place, { state: reason, message, conflicts });
    if (reason === "conflict") this.ask("force", place);
  }

  tell(
    { kind, namespace, name }: Place,
    about: Pick<SyncObject, "state" | "message"> & Partial<Pick<Refusal, "conflicts">>,
  ): void {
    const { state, message, conflicts = [] } = about;
    this.#objects.push({ kind, namespace, name, state, message, conflicts: [...conflicts] });
  }

  /** Says something about the sync as a whole. */
  note(text: string): void {
    this.notes.push(text);
  }

  /** Says that the object waits for a person to agree. */
  ask(consent: SyncConsent, place: Place): void {
    this.#asking.ask(consent, place);
  }

  /** Whether the cluster took every object that git contains, and let go of every other. */
  get ok(): boolean {
    return !this.#objects.some(({ state }) => bad.has(state));
  }

  summary(revision: string): SyncSummary {
    const worstFirst = this.#objects.toSorted(
      (a, b) => Number(bad.has(b.state)) - Number(bad.has(a.state)),
    );
    const { asks } = this.#asking;
    const problems = worstFirst.filter(({ state }) => bad.has(state)).map(problemText);
    return {
      revision,
      applied: this.#applied,
      unchanged: this.#unchanged,
      pruned: this.#pruned,
      problems: [...problems, ...this.notes]
        .slice(0, mostProblems)
        .map((text) => text.slice(0, longestProblem)),
      objects: worstFirst.slice(0, mostObjects),
      more: Math.max(0, worstFirst.length - mostObjects),
      asks: asks.map(({ consent }) => consent),
      asking: [...asks],
    };
  }
}

function problemText(object: SyncObject): string {
  const text = `${referenceText(object)}: ${object.message}`;
  return object.state === "not-deleted" ? `not deleted: ${text}` : text;
}
