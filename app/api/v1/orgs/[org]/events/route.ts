import { z } from "zod";

import { eventFrames, eventResponse } from "#app/_server/event-stream.ts";
import { route } from "#app/_server/route.ts";
import { listenToEvents } from "#app/_server/runtime.ts";
import { untilShutdown } from "#app/_server/shutdown.ts";
import { readEvents } from "#services/events/read-events.ts";

export const dynamic = "force-dynamic";

const EventNumber = z.union([z.null(), z.coerce.number().int().min(0)]);

export const GET = route(async ({ ctx, request }) => {
  const asked =
    request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
  const { signal, release } = untilShutdown(request.signal);
  const frames = eventFrames({
    after: EventNumber.parse(asked),
    read: (after) => readEvents({ ctx, input: { after } }),
    listen: (heard) => listenToEvents(ctx.organization.id, heard),
    signal,
    ended: release,
  });
  return eventResponse(frames);
});
