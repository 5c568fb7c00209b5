/** The time and fresh identifiers: arguments of everything that would otherwise read them from the machine. */
export interface Clock {
  now(): Date;
}

export interface Ids {
  /** A random UUID. */
  uuid(): string;
  /** A secret of 256 random bits, base64url. */
  secret(): string;
}
