import type { PlanRequest, PlanResponse } from "#contracts/api/plan.ts";
import { DomainError } from "#domain/error.ts";
import { eventsChannel } from "#ports/bus.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import { authorize } from "#services/authorize.ts";
import type { TenantContext, Verb } from "#services/context.ts";

import { parseRequest } from "./parse-request.ts";
import { readPlan } from "./read-plan.ts";

const planLifetimeMs = 60 * 60 * 1000;
const longestWaitMs = 10_000;
const lookAgainMs = 500;

/**
 * Asks for a plan and waits until a worker calculated it, at most ten seconds; then the answer's status is
 * still `calculating` and reading the plan later gives the rest.
 */
export async function createPlan({ ctx, input }: Verb<PlanRequest>): Promise<PlanResponse> {
  const request = parseRequest(input);
  const target = await ctx.store.read(ctx.organization.id, (tx) => checkRequest(tx, input));
  if (request.selection?.some(({ liftLock }) => liftLock)) {
    authorize(ctx, "lock.override", target.environment);
  }
  const id = ctx.ids.uuid();
  const createdAt = ctx.clock.now();
  const intent = {
    permission: "plan.create",
    event: "plan.created",
    actor: ctx.actor,
    grant: ctx.grant,
    environment: target.environment,
    subject: `plan/${id}`,
    details: { target: target.name, source: input.source },
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    await tx.createPlan({
      id,
      requestedBy: ctx.actor,
      clusterId: target.id,
      source: input.source,
      ...request,
      subject: input.subject ?? null,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + planLifetimeMs),
    });
    await tx.enqueue("calculate-plan", { organizationId: ctx.organization.id, planId: id });
  });
  return waitForPlan(ctx, id);
}

async function checkRequest(
  tx: TenantReader,
  { target, source }: PlanRequest,
): Promise<ClusterRow> {
  const cluster = await tx.cluster(target);
  if (!cluster)
    throw new DomainError("not-found", "There is no such cluster.", { pointer: "/target" });
  if (!(await tx.clusterSource(target))) {
    throw new DomainError(
      "invalid",
      `${cluster.name} has no config repository yet. Connect one first.`,
      {
        pointer: "/target",
      },
    );
  }
  if (source.kind === "cluster" && source.clusterId === target) {
    throw new DomainError("invalid", "A cluster cannot be promoted to itself.", {
      pointer: "/source",
    });
  }
  if (source.kind === "cluster" && !(await tx.cluster(source.clusterId))) {
    throw new DomainError("not-found", "There is no such source cluster.", { pointer: "/source" });
  }
  if (source.kind === "release") {
    const release = await tx.release(source.number);
    if (!release)
      throw new DomainError("not-found", "There is no such release.", { pointer: "/source" });
    if (release.clusterId !== target) {
      throw new DomainError(
        "invalid",
        `#${source.number} was released to ${release.clusterName}.`,
        {
          pointer: "/target",
        },
      );
    }
  }
  return cluster;
}

/** Looks whenever the organization's bell rings, and now and then by itself. */
async function waitForPlan(ctx: TenantContext, id: string): Promise<PlanResponse> {
  const deadline = ctx.clock.now().getTime() + longestWaitMs;
  let wake = (): void => {};
  const stop = await ctx.bus.listen(eventsChannel(ctx.organization.id), () => wake());
  try {
    for (;;) {
      const rung = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const plan = await readPlan({ ctx, input: { id } });
      if (plan.status !== "calculating" || ctx.clock.now().getTime() >= deadline) return plan;
      const timer = setTimeout(() => wake(), lookAgainMs);
      await rung;
      clearTimeout(timer);
    }
  } finally {
    await stop();
  }
}
