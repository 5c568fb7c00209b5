import "server-only";

const open = new Set<AbortController>();
let watching = false;
let ending = false;

/** A signal for work that would otherwise keep the process from ending. Release it when the work is done. */
export function untilShutdown(request: AbortSignal): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  watchSignals();
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (ending) abort();
  open.add(controller);
  request.addEventListener("abort", abort, { once: true });
  return {
    signal: controller.signal,
    release() {
      open.delete(controller);
      request.removeEventListener("abort", abort);
    },
  };
}

/** Next ends the process once no request is open; the long ones have to be ended for it. */
function watchSignals(): void {
  if (watching) return;
  watching = true;
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.on(name, () => {
      ending = true;
      for (const controller of open) controller.abort();
    });
  }
}
