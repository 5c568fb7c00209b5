-- What a cluster's agent says that it can do. Empty where the agent is older than the question.

ALTER TABLE "cluster" ADD COLUMN "capabilities" JSONB;
