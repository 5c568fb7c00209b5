import { isMainThread } from "node:worker_threads";

/**
 * Loaded into every process of the demo: ends it when the one that started it is gone, so that
 * nothing outlives a runner that was killed and could stop nobody.
 */
function endWithParent(): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    setTimeout(() => process.exit(1), 5000).unref();
    process.kill(process.pid, "SIGTERM");
  }, 500);
  watch.unref();
}

if (isMainThread) endWithParent();
