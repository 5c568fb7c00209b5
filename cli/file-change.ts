/** One file as it is and as it shall be. */
export interface FileChange {
  /** As people see it. */
  readonly path: string;
  /** Where it is written to; null for standard input. */
  readonly onDisk: string | null;
  readonly before: string;
  readonly after: string;
}
