-- CreateTable
CREATE TABLE "pod_log" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "asked_by" TEXT NOT NULL,
    "workload" TEXT NOT NULL,
    "pod" TEXT NOT NULL,
    "container" TEXT NOT NULL,
    "containers" TEXT[],
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "wait_until" TIMESTAMPTZ(3) NOT NULL,
    "forget_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" JSONB,

    CONSTRAINT "pod_log_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateIndex
CREATE INDEX "pod_log_org_id_cluster_id_idx" ON "pod_log"("org_id", "cluster_id");

-- CreateIndex
CREATE INDEX "pod_log_org_id_forget_at_idx" ON "pod_log"("org_id", "forget_at");

-- AddForeignKey
ALTER TABLE "pod_log" ADD CONSTRAINT "pod_log_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows of one organization are invisible and unwritable to all others; see the migration "tenancy".

ALTER TABLE pod_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE pod_log FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON pod_log
  USING (org_id = (SELECT nullif(current_setting('app.org_id', true), '')::uuid))
  WITH CHECK (org_id = (SELECT nullif(current_setting('app.org_id', true), '')::uuid));

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stagecoach_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE, DELETE ON pod_log TO stagecoach_app;
END
$$;
