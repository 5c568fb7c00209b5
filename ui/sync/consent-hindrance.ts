import type { SyncAsk, SyncConsent } from "#contracts/agent-sync.ts";

/** What is missing before a person's agreement can be sent; null where nothing is. */
export function consentHindrance(input: {
  readonly asks: readonly Pick<SyncAsk, "consent">[];
  readonly agreed: ReadonlySet<SyncConsent>;
  /** What the person typed to confirm. */
  readonly typed: string;
  readonly cluster: { readonly name: string };
}): string | null {
  const { asks, agreed, typed, cluster } = input;
  if (agreed.size === 0) return "Tick what it may do.";
  if (!agreed.has("delete-foundations")) return null;
  const isMass = asks.some(({ consent }) => consent === "delete-many");
  if (isMass && !agreed.has("delete-many")) {
    return "Namespaces and definitions go only together with the objects in them.";
  }
  return typed === cluster.name ? null : "Type the cluster's name first.";
}
