import type { Actor } from "#ports/store/actor.ts";
import type { Prisma } from "#prisma/generated/client.ts";

/** Every column that holds an actor is written from an Actor. */
export function actorOf(value: Prisma.JsonValue): Actor {
  return value as unknown as Actor;
}
