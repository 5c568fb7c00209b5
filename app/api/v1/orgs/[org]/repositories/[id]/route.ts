import { reply, route } from "#app/_server/route.ts";
import { ChangeRepository } from "#contracts/api/repository.ts";
import { changeRepository } from "#services/repository/change-repository.ts";
import { readRepository } from "#services/repository/list-repositories.ts";

export const GET = route(async ({ ctx, param }) =>
  reply(await readRepository({ ctx, input: { id: param("id") } })),
);

export const PUT = route(async ({ ctx, param, body }) => {
  const change = await body(ChangeRepository);
  return reply(await changeRepository({ ctx, input: { ...change, id: param("id") } }));
});
