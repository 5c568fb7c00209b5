const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Aborts at the first signal, or when the bootstrap that started us is gone. A terminal, npm and
 * the bootstrap each pass Ctrl-C on, so only one that comes seconds later means "at once".
 */
export function stopRequest(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  function stop(): void {
    if (first === 0) first = performance.now();
    else if (performance.now() - first > 2000) process.exit(1);
    controller.abort(new Error("stopped"));
  }
  for (const signal of signals) process.on(signal, stop);
  if (process.env["STAGECOACH_BOOTSTRAP_PID"] === String(process.ppid)) watchParent(stop);
  return controller.signal;
}

function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onGone();
  }, 500);
  watch.unref();
}
