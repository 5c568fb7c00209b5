/** Whose fields the sync sets are, in every object's `managedFields`. */
export const fieldManager = "stagecoach-agent";

/** Media type of server-side apply; JSON is YAML. */
export const applyType = "application/apply-patch+yaml";
