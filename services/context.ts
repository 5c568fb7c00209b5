import type { Grant } from "#domain/access/can.ts";
import type { Bus } from "#ports/bus.ts";
import type { Clock, Ids } from "#ports/clock.ts";
import type { Secrets } from "#ports/secrets.ts";
import type { SigningKeys } from "#ports/signing-keys.ts";
import type { Actor } from "#ports/store/actor.ts";
import type { OrganizationRow } from "#ports/store/organization-rows.ts";
import type { Store } from "#ports/store/store.ts";

/** Someone acting in one organization; minted only where a session or a token was checked. */
export interface TenantContext {
  readonly organization: OrganizationRow;
  readonly actor: Actor;
  readonly grant: Grant;
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly signingKeys: SigningKeys;
}

/** A verb's argument when it needs nothing but the context. */
export interface Bare {
  readonly ctx: TenantContext;
}

/** The one argument of a verb. */
export interface Verb<Input> extends Bare {
  readonly input: Input;
}

/** The actor as pages and logs name them. */
export function actorName(actor: Actor): string {
  switch (actor.type) {
    case "user":
      return actor.name;
    case "agent":
      return `agent of ${actor.name}`;
    case "system":
      return "Stagecoach";
  }
}
