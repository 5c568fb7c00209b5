-- Whether an agent was enrolled from another Kubernetes cluster than the agent before it.

ALTER TABLE "agent_key" ADD COLUMN "elsewhere" BOOLEAN NOT NULL DEFAULT false;
