import type { JobPayload } from "#contracts/jobs.ts";
import { DomainError } from "#domain/error.ts";
import type { ConfigRepositoryRow, RepositoryCheck } from "#ports/store/repository-rows.ts";
import { openRemote } from "#services/config/open-branch.ts";
import type { Job, WorkerContext } from "#services/worker-context.ts";

const mostBranches = 200;

/** Tries the connection to a config repository and records what was found; doing it again records it again. */
export async function checkRepository({
  ctx,
  input,
}: Job<JobPayload<"check-repository">>): Promise<void> {
  const { configRepositoryId: id } = input;
  const repository = await ctx.store.read(ctx.organizationId, (tx) => tx.configRepository(id));
  if (!repository) return;
  const check = await tryConnection(ctx, repository);
  await ctx.store.record(ctx.organizationId, (tx) => tx.recordRepositoryCheck(repository, check));
}

async function tryConnection(
  ctx: WorkerContext,
  repository: ConfigRepositoryRow,
): Promise<RepositoryCheck> {
  try {
    const { branches, canWrite } = await ctx.git.check(openRemote(ctx, repository), ctx.signal);
    return {
      at: ctx.clock.now(),
      branches: branches.slice(0, mostBranches),
      canWrite,
      error: null,
      shownHostKey: null,
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const shown = error.data["hostKey"];
    return {
      at: ctx.clock.now(),
      branches: [],
      canWrite: null,
      error: error.message,
      shownHostKey: typeof shown === "string" ? shown : null,
    };
  }
}
