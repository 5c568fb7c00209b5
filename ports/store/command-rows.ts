export type CommandType = "nudge" | "sync" | "diff" | "relist" | "logs" | "rotateKey";

export interface CommandRow {
  readonly seq: number;
  readonly id: string;
  readonly type: CommandType;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly notAfter: Date;
  readonly state: "waiting" | "received" | "done" | "failed" | "expired";
  readonly result: string | null;
}
