import type { LiveHub } from "./hub.ts";

const patience = 60_000;

/** Lets go of the stream when nobody has looked for a minute, and resumes when someone does. */
export function pauseWhileHidden(hub: LiveHub): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function changed() {
    clearTimeout(timer);
    if (document.visibilityState === "visible") hub.start();
    else timer = setTimeout(() => hub.stop("paused"), patience);
  }
  document.addEventListener("visibilitychange", changed);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", changed);
  };
}
