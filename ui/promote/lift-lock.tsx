"use client";
import { Button } from "#ui/components/button.tsx";

interface LiftLockProps {
  readonly name: string;
  readonly isLifted: boolean;
  /** Why the viewer may not lift locks. */
  readonly refusal: string | null;
  readonly onLift: (on: boolean) => void;
}

/** Changes one locked workload all the same, for this release only. */
export function LiftLock({ name, isLifted, refusal, onLift }: LiftLockProps) {
  return (
    <p className="col-[2/-1] mt-1 flex flex-wrap items-center gap-2">
      {isLifted ? (
        <Button aria-label={`Keep the lock of ${name}`} onClick={() => onLift(false)}>
          Keep the lock
        </Button>
      ) : (
        <Button
          aria-label={`Change it in spite of the lock: ${name}`}
          reason={refusal}
          onClick={() => onLift(true)}
        >
          Change it in spite of the lock
        </Button>
      )}
    </p>
  );
}
