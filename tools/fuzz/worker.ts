import { serveRuns } from "./serve-runs.ts";
import { targets } from "./targets.ts";

await serveRuns(targets);
