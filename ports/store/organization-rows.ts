import type { Grant } from "#domain/access/can.ts";
import type { CustomWorkloadKind } from "#domain/manifest/custom-workload-kind.ts";

export interface OrganizationRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** What an organization decided for itself. */
export interface OrganizationSettingsRow {
  /** Counts changes of the name and of the settings; 0 before the first. */
  readonly version: number;
  readonly signCommits: boolean;
}

/** A key that signs, or signed, the organization's commits; without its private part. */
export interface SigningKeyRow {
  readonly id: string;
  /** One line as OpenSSH writes public keys. */
  readonly publicKey: string;
  readonly createdAt: Date;
  /** When another key took over; null for the one that signs. */
  readonly retiredAt: Date | null;
}

export interface CustomWorkloadKindRow extends CustomWorkloadKind {
  readonly createdAt: Date;
}

export interface MembershipRow {
  readonly organization: OrganizationRow;
  readonly grant: Grant;
}
