/** The version of the agent that belongs to this server; its image and its chart have the same. */
export const agentVersion = "0.1.0";

/** Brings the agent that the install command made to that version. */
export const upgradeCommand = `kubectl --namespace stagecoach set image deployment/stagecoach-agent agent=stagecoach/agent:${agentVersion}`;

/** In which header of its answers the gateway tells its version. */
export const serverVersionHeader = "stagecoach-version";
