"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";

import { applyEvent, applyReset } from "./apply-event.ts";
import { browserWorld } from "./browser-world.ts";
import { LiveHub } from "./hub.ts";
import { LiveContext, useLiveEvents } from "./live-context.ts";
import { pauseWhileHidden } from "./pause-while-hidden.ts";

interface LiveProviderProps {
  readonly org: string;
  readonly children: ReactNode;
}

/** Keeps everything below it current. Give it the organization as key: a hub serves one. */
export function LiveProvider({ org, children }: LiveProviderProps) {
  const [made] = useState(() =>
    typeof window === "undefined" ? null : new LiveHub(browserWorld(org)),
  );
  const hub = useSyncExternalStore(
    never,
    () => made,
    () => null,
  );
  return (
    <LiveContext value={hub}>
      {children}
      <LiveCache org={org} />
      {hub ? <LiveEngine hub={hub} /> : null}
    </LiveContext>
  );
}

/** What is made once does not change. */
function never(): () => void {
  return () => {};
}

function LiveCache({ org }: { readonly org: string }) {
  const client = useQueryClient();
  useLiveEvents({
    after: null,
    onEvent: (event) => applyEvent(client, org, event),
    onReset: () => applyReset(client, org),
  });
  return null;
}

/** Last in the tree, so that every listener sits before the stream starts. */
function LiveEngine({ hub }: { readonly hub: LiveHub }) {
  useEffect(() => {
    hub.start();
    const visible = pauseWhileHidden(hub);
    return () => {
      visible();
      hub.stop();
    };
  }, [hub]);
  return null;
}
