import type { Grant, Permission } from "#domain/access/can.ts";

import type { Actor } from "./actor.ts";
import type { TenantReader } from "./reader.ts";
import type { TenantRecorder } from "./recorder.ts";
import type { SystemReader } from "./system.ts";
import type { TenantWriter } from "./writer.ts";

/** What the audit log can say. One per thing that people or agents can change. */
export type AuditEventName =
  | "organization.created"
  | "organization.renamed"
  | "signing.turned-on"
  | "signing.turned-off"
  | "signing.key-made"
  | "workload-kind.added"
  | "workload-kind.removed"
  | "mapping.saved"
  | "mapping.removed"
  | "member.invited"
  | "member.joined"
  | "cluster.created"
  | "cluster.removed"
  | "cluster.source-changed"
  | "cluster.enrolment-created"
  | "cluster.sync-asked"
  | "cluster.sync-agreed"
  | "cluster.compared"
  | "agent.enrolled"
  | "agent.key-rotated"
  | "agent.key-rotation-asked"
  | "agent.locked"
  | "repository.connected"
  | "repository.changed"
  | "repository.checked"
  | "registry.connected"
  | "plan.created"
  | "release.created"
  | "release.locks-lifted"
  | "pod-logs.read";

/** Why a write may happen and what the audit log will say of it; a write cannot be opened without. */
export interface WriteIntent {
  readonly permission: Permission;
  readonly event: AuditEventName;
  readonly actor: Actor;
  readonly grant: Grant;
  /** The environment that the permission is asked for, where it depends on one. */
  readonly environment?: string;
  /** What it is about: `cluster/prod`, `release/12`. */
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Everything that lasts. Each call is one transaction, scoped to one organization by the code and by the
 * database's row-level security; there is no handle without an organization but `system`, which reads
 * identifiers only. Work that lost a race against another transaction is run again from its start: it must have
 * no effect but through `tx`.
 */
export interface Store {
  read<T>(organizationId: string, work: (tx: TenantReader) => Promise<T>): Promise<T>;
  /**
   * Checks the permission (DomainError "forbidden"), runs the work, appends the audit entry, commits;
   * then rings the bells for whatever was emitted.
   */
  write<T>(
    organizationId: string,
    intent: WriteIntent,
    work: (tx: TenantWriter) => Promise<T>,
  ): Promise<T>;
  /** For what machines observe and carry out: agents' reports, scans, the progress of releases. */
  record<T>(organizationId: string, work: (tx: TenantRecorder) => Promise<T>): Promise<T>;
  readonly system: SystemReader;
  close(): Promise<void>;
}
