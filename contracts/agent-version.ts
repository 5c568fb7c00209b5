/** The version of the agent that belongs to this server; its image and its chart have the same. */
export const agentVersion = "0.1.0";
