/** The exit codes that scripts may rely on. */
export const exitCodes = { done: 0, refused: 1, usage: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command line itself is wrong; the message says how it has to look. */
export class UsageError extends Error {}

/** What was asked for cannot be done; the message says why and what to do. */
export class Refusal extends Error {}
