import { z } from "zod";

/** A Lease of coordination.k8s.io as far as it decides who leads. */
export const Lease = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z
    .object({
      holderIdentity: z.string().nullish(),
      renewTime: z.string().nullish(),
      leaseDurationSeconds: z.number().nullish(),
      leaseTransitions: z.number().nullish(),
    })
    .nullish(),
});
export type Lease = z.infer<typeof Lease>;

/** A lease as it was first seen in its present state, on this machine's own clock. */
export interface Sighting {
  readonly lease: Lease;
  readonly seenAt: number;
}

export type LeaseStep = "create" | "renew" | "take" | "wait";

const usualDurationSeconds = 30;

/**
 * What a candidate does about the lease it sees. Another's lease is taken only when it was not renewed for its whole
 * duration as measured here: clocks of other machines are never compared.
 */
export function leaseStep(input: {
  readonly sighting: Sighting | null;
  readonly holder: string;
  readonly now: number;
}): LeaseStep {
  const { sighting, holder, now } = input;
  if (sighting === null) return "create";
  const { holderIdentity, leaseDurationSeconds } = sighting.lease.spec ?? {};
  if (holderIdentity === holder) return "renew";
  if (!holderIdentity) return "take";
  const durationMs = (leaseDurationSeconds ?? usualDurationSeconds) * 1000;
  return now - sighting.seenAt > durationMs ? "take" : "wait";
}

/** The sighting after another look: its time stays while the lease is unchanged. */
export function look(before: Sighting | null, lease: Lease | null, now: number): Sighting | null {
  if (lease === null) return null;
  const isSame = before?.lease.metadata.resourceVersion === lease.metadata.resourceVersion;
  return isSame ? before : { lease, seenAt: now };
}
