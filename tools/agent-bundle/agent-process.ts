/** How the agent's image starts it: less memory for an agent that has little to do after its first list. */
export const agentProcess = {
  flags: ["--lite-mode", "--max-semi-space-size=1"],
  /** One arena of malloc, which gives back what is free. */
  env: { MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "65536" },
} as const;
