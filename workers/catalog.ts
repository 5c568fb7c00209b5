import type { JobHandlers } from "#ports/queue.ts";
import { readBranch } from "#services/config/read-branch.ts";
import { scanImages } from "#services/image/scan-images.ts";
import { calculateRequestedPlan } from "#services/plan/calculate-plan.ts";
import { observeRollouts } from "#services/release/observe-rollouts.ts";
import { runLane } from "#services/release/run-lane.ts";
import { checkRepository } from "#services/repository/check-repository.ts";
import type { WorkerContext } from "#services/worker-context.ts";

type MakeContext = (organizationId: string, signal: AbortSignal) => WorkerContext;

/** Which verb does which job: all that the workers do, on one page. */
export function jobHandlers(context: MakeContext): JobHandlers {
  return {
    "calculate-plan": (input, signal) =>
      calculateRequestedPlan({ ctx: context(input.organizationId, signal), input }),
    "run-lane": (input, signal) => runLane({ ctx: context(input.organizationId, signal), input }),
    "observe-rollouts": (input, signal) =>
      observeRollouts({ ctx: context(input.organizationId, signal), input }),
    "scan-images": (input, signal) =>
      scanImages({ ctx: context(input.organizationId, signal), input }),
    "read-branch": (input, signal) =>
      readBranch({ ctx: context(input.organizationId, signal), input }),
    "check-repository": (input, signal) =>
      checkRepository({ ctx: context(input.organizationId, signal), input }),
  };
}
