import { reply, route } from "#app/_server/route.ts";
import { CreateRelease, ReleaseListQuery } from "#contracts/api/release.ts";
import { DomainError } from "#domain/error.ts";
import { createRelease } from "#services/release/create-release.ts";
import { listReleases } from "#services/release/list-releases.ts";

const keyForm = /^[\w-]{8,200}$/;

export const GET = route(async ({ ctx, query }) =>
  reply(await listReleases({ ctx, input: query(ReleaseListQuery) })),
);

export const POST = route(async ({ ctx, request, param, body }) => {
  const idempotencyKey = request.headers.get("idempotency-key") ?? "";
  if (!keyForm.test(idempotencyKey)) {
    throw new DomainError(
      "invalid",
      "Send an Idempotency-Key header of 8 to 200 letters, digits, dashes: a repeated request must not promote twice.",
    );
  }
  const { planId } = await body(CreateRelease);
  const { number, replayed } = await createRelease({ ctx, input: { planId, idempotencyKey } });
  const headers = new Headers({ location: `/api/v1/orgs/${param("org")}/releases/${number}` });
  if (replayed) headers.set("idempotency-replayed", "true");
  return reply({ number }, { status: 202, headers });
});
