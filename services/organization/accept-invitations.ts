import type { Clock } from "#ports/clock.ts";
import type { Store } from "#ports/store/store.ts";

/** Lets a person who proved an address into the organizations that invited it. Returns how many. */
export async function acceptInvitations(
  scope: { readonly store: Store; readonly clock: Clock },
  user: { readonly id: string; readonly email: string },
): Promise<number> {
  return scope.store.system.acceptInvitations(
    { id: user.id, email: user.email.toLowerCase() },
    scope.clock.now(),
  );
}
