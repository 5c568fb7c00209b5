import type { StreamEvent } from "#contracts/events.ts";

import type { StreamHandlers } from "./hub.ts";

const longestWait = 30_000;

/**
 * Our own event stream, which sends what the contract says. The browser reconnects by itself after a broken
 * line; after a refusal it would not, so the stream is opened again here, ever less often.
 */
export function openEventStream(
  url: string,
  after: () => number | null,
  handlers: StreamHandlers,
): () => void {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source = open();

  function open(): EventSource {
    const from = after();
    const opened = new EventSource(from === null ? url : `${url}?after=${from}`);
    opened.addEventListener("ready", (message) => {
      failures = 0;
      handlers.onReady(numberOf(message));
    });
    opened.addEventListener("reset", (message) => handlers.onReset(numberOf(message)));
    opened.addEventListener("message", (message: MessageEvent<string>) => {
      handlers.onEvent({ seq: numberOf(message), event: parseEvent(message.data) });
    });
    opened.addEventListener("error", lost);
    return opened;
  }

  function lost(): void {
    handlers.onLost();
    if (source.readyState !== EventSource.CLOSED) return;
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(
      reopen,
      Math.min(longestWait, 1000 * 2 ** failures) * (0.5 + Math.random() / 2),
    );
  }

  function reopen(): void {
    source.close();
    source = open();
  }

  addEventListener("offline", handlers.onLost);
  addEventListener("online", reopen);
  return () => {
    removeEventListener("offline", handlers.onLost);
    removeEventListener("online", reopen);
    clearTimeout(timer);
    source.close();
  };
}

function numberOf(message: MessageEvent): number {
  return Number(message.lastEventId);
}

/** The data of an event of our own stream, which writes nothing but StreamEvents. */
function parseEvent(data: string): StreamEvent {
  return JSON.parse(data);
}
