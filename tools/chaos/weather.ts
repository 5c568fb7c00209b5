/** What happens to bytes on their way through a proxy. */
export interface Weather {
  readonly delayMs: number;
  readonly bytesPerSecond: number | null;
  readonly swallows: boolean;
}
