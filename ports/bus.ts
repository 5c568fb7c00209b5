/**
 * A doorbell between processes: says that something is new, never what. Rings may be lost or doubled;
 * who listens must also look by itself now and then.
 */
export interface Bus {
  ring(channel: string): Promise<void>;
  /** Calls back for each ring until the returned function is called. */
  listen(channel: string, heard: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Rings when an organization has a new event. */
export function eventsChannel(organizationId: string): string {
  return `events:${organizationId}`;
}

/** Rings when a cluster has a new command, or its agent's rights changed. */
export function clusterChannel(clusterId: string): string {
  return `cluster:${clusterId}`;
}
