-- CreateTable
CREATE TABLE "organization_settings" (
    "org_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "sign_commits" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "organization_settings_pkey" PRIMARY KEY ("org_id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "public_key" TEXT NOT NULL,
    "private_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "custom_workload_kind" (
    "org_id" UUID NOT NULL,
    "group" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "pod_template" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "custom_workload_kind_pkey" PRIMARY KEY ("org_id","group","kind")
);

-- CreateTable
CREATE TABLE "cluster_mapping" (
    "org_id" UUID NOT NULL,
    "from_cluster_id" UUID NOT NULL,
    "to_cluster_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "workloads" JSONB NOT NULL,
    "images" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cluster_mapping_pkey" PRIMARY KEY ("org_id","from_cluster_id","to_cluster_id")
);

-- CreateIndex
CREATE INDEX "cluster_mapping_org_id_to_cluster_id_idx" ON "cluster_mapping"("org_id", "to_cluster_id");

-- AddForeignKey
ALTER TABLE "organization_settings" ADD CONSTRAINT "organization_settings_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signing_key" ADD CONSTRAINT "signing_key_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_workload_kind" ADD CONSTRAINT "custom_workload_kind_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_mapping" ADD CONSTRAINT "cluster_mapping_org_id_from_cluster_id_fkey" FOREIGN KEY ("org_id", "from_cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_mapping" ADD CONSTRAINT "cluster_mapping_org_id_to_cluster_id_fkey" FOREIGN KEY ("org_id", "to_cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows of one organization are invisible and unwritable to all others; see the migration "tenancy".

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'organization_settings', 'signing_key', 'custom_workload_kind', 'cluster_mapping'
  ] LOOP
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

-- One key signs at a time.

CREATE UNIQUE INDEX signing_key_active ON signing_key (org_id) WHERE retired_at IS NULL;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stagecoach_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE, DELETE ON
    organization_settings, signing_key, custom_workload_kind, cluster_mapping
    TO stagecoach_app;
END
$$;
