import { reply, route } from "#app/_server/route.ts";
import { ConnectRepository } from "#contracts/api/repository.ts";
import { connectRepository } from "#services/repository/connect-repository.ts";
import { listRepositories } from "#services/repository/list-repositories.ts";

export const GET = route(async ({ ctx }) => reply(await listRepositories({ ctx })));

export const POST = route(async ({ ctx, body }) => {
  const input = await body(ConnectRepository);
  return reply(await connectRepository({ ctx, input }), { status: 201 });
});
