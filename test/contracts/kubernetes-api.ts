import { afterAll, beforeAll, describe } from "vitest";

import { describeAccess } from "./kubernetes/access.ts";
import { ContractContext, type KubernetesApiUnderTest } from "./kubernetes/context.ts";
import { describeCustomResources } from "./kubernetes/custom-resources.ts";
import { describeDeletion } from "./kubernetes/deletion.ts";
import { describeDiscovery } from "./kubernetes/discovery.ts";
import { describeFieldOwnership } from "./kubernetes/field-ownership.ts";
import { describeLists } from "./kubernetes/lists.ts";
import { describeObjects } from "./kubernetes/objects.ts";
import { describePatches } from "./kubernetes/patches.ts";
import { describePodLogs } from "./kubernetes/pod-logs.ts";
import { describeRefusals } from "./kubernetes/refusals.ts";
import { describeServerSideApply } from "./kubernetes/server-side-apply.ts";
import { describeWatchEnds } from "./kubernetes/watch-ends.ts";
import { describeWatches } from "./kubernetes/watches.ts";

/** What any Kubernetes API must do for the agent: the simulated one and the real one alike. */
export function describeKubernetesApi(
  name: string,
  { start, stop }: { start: () => Promise<KubernetesApiUnderTest>; stop: () => Promise<void> },
): void {
  describe(`the Kubernetes API of ${name}`, () => {
    const context = new ContractContext();
    beforeAll(async () => context.open(await start()));
    afterAll(async () => {
      await context.close();
      await stop();
    });

    describeDiscovery(context);
    describeObjects(context);
    describeRefusals(context);
    describePodLogs(context);
    describeLists(context);
    describeWatches(context);
    describeWatchEnds(context);
    describePatches(context);
    describeServerSideApply(context);
    describeFieldOwnership(context);
    describeDeletion(context);
    describeCustomResources(context);
    describeAccess(context);
  });
}
