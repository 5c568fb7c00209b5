-- CreateTable
CREATE TABLE "cluster_sync" (
    "org_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "revision" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "consents" TEXT[],
    "asked_by" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3),
    "report" JSONB,

    CONSTRAINT "cluster_sync_pkey" PRIMARY KEY ("org_id","cluster_id")
);

-- CreateTable
CREATE TABLE "cluster_comparison" (
    "org_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "revision" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3),
    "answer" JSONB,

    CONSTRAINT "cluster_comparison_pkey" PRIMARY KEY ("org_id","cluster_id")
);

-- AddForeignKey
ALTER TABLE "cluster_sync" ADD CONSTRAINT "cluster_sync_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_comparison" ADD CONSTRAINT "cluster_comparison_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows of one organization are invisible and unwritable to all others; see the migration "tenancy".

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['cluster_sync', 'cluster_comparison'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$
      CREATE POLICY tenant ON %I
        USING (org_id = (SELECT nullif(current_setting('app.org_id', true), '')::uuid))
        WITH CHECK (org_id = (SELECT nullif(current_setting('app.org_id', true), '')::uuid))
    $policy$, name);
  END LOOP;
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stagecoach_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE, DELETE ON cluster_sync, cluster_comparison TO stagecoach_app;
END
$$;
