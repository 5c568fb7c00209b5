import type { StreamEvent } from "#contracts/events.ts";
import { authorize } from "#services/authorize.ts";
import type { Verb } from "#services/context.ts";

const mostEvents = 500;

export interface EventPage {
  readonly events: readonly { readonly seq: number; readonly event: StreamEvent }[];
  /** True where events after the asked-for number are no longer kept: read everything again. */
  readonly reset: boolean;
  /** The organization's newest number. */
  readonly last: number;
}

/** The organization's events after a number, oldest first, at most 500 at a time. */
export async function readEvents({
  ctx,
  input,
}: Verb<{ readonly after: number }>): Promise<EventPage> {
  authorize(ctx, "organization.read");
  const { events, oldest, last } = await ctx.store.read(ctx.organization.id, (tx) =>
    tx.streamEvents(input.after, mostEvents),
  );
  const reset = input.after > last || (input.after < last && input.after + 1 < oldest);
  return { events: reset ? [] : events, reset, last };
}
