-- An agent's key is replaced while it works; a key that is held twice is locked.

ALTER TABLE "agent_key"
    ADD COLUMN "rotated_at" TIMESTAMPTZ(3),
    ADD COLUMN "rotates" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "openings" JSONB NOT NULL DEFAULT '[]',
    ADD COLUMN "locked_at" TIMESTAMPTZ(3),
    ADD COLUMN "lock_cause" TEXT;

-- The uid of its `kube-system`, which names the Kubernetes cluster itself.
ALTER TABLE "cluster" ADD COLUMN "kubernetes_uid" TEXT;

-- CreateTable
CREATE TABLE "retired_agent_key" (
    "org_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "public_key" TEXT NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retired_agent_key_pkey" PRIMARY KEY ("org_id","cluster_id","generation")
);

-- AddForeignKey
ALTER TABLE "retired_agent_key" ADD CONSTRAINT "retired_agent_key_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "agent_key"("org_id", "cluster_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows of one organization are invisible and unwritable to all others; see the migration "tenancy".

ALTER TABLE retired_agent_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE retired_agent_key FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON retired_agent_key
  USING (org_id = (SELECT nullif(current_setting('app.org_id', true), '')::uuid))
  WITH CHECK (org_id = (SELECT nullif(current_setting('app.org_id', true), '')::uuid));

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stagecoach_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE, DELETE ON retired_agent_key TO stagecoach_app;
END
$$;
