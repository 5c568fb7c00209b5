-- CreateTable
CREATE TABLE "auth_user" (
    "id" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "email_verified" TIMESTAMPTZ(3),
    "image" TEXT,

    CONSTRAINT "auth_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_account" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_account_id" TEXT NOT NULL,

    CONSTRAINT "auth_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_session" (
    "id" TEXT NOT NULL,
    "session_token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verification_token" (
    "identifier" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_counters" (
    "org_id" UUID NOT NULL,
    "event_seq" BIGINT NOT NULL DEFAULT 0,
    "release_number" INTEGER NOT NULL DEFAULT 0,
    "audit_seq" BIGINT NOT NULL DEFAULT 0,
    "audit_hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "organization_counters_pkey" PRIMARY KEY ("org_id")
);

-- CreateTable
CREATE TABLE "membership" (
    "org_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "promote_to" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("org_id","user_id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "promote_to" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "cluster" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "connected" BOOLEAN NOT NULL DEFAULT false,
    "connected_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3),
    "agent_version" TEXT,
    "kubernetes_version" TEXT,
    "missing_rights" JSONB,
    "session_epoch" INTEGER NOT NULL DEFAULT 0,
    "stream_epoch" TEXT,
    "stream_seq" BIGINT NOT NULL DEFAULT 0,
    "state_at" TIMESTAMPTZ(3),
    "command_seq" INTEGER NOT NULL DEFAULT 0,
    "sync" JSONB,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "agent_key" (
    "org_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "public_key" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_key_pkey" PRIMARY KEY ("org_id","cluster_id")
);

-- CreateTable
CREATE TABLE "enrolment_token" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "enrolment_token_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "workload" (
    "org_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "uid" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "observed" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workload_pkey" PRIMARY KEY ("org_id","cluster_id","uid")
);

-- CreateTable
CREATE TABLE "agent_command" (
    "org_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "result" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_command_pkey" PRIMARY KEY ("org_id","cluster_id","seq")
);

-- CreateTable
CREATE TABLE "bundle" (
    "org_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bundle_pkey" PRIMARY KEY ("org_id","digest")
);

-- CreateTable
CREATE TABLE "config_repository" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "username" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "config_repository_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "cluster_source" (
    "org_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "branch" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "tip" TEXT,
    "read_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "problems" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "cluster_source_pkey" PRIMARY KEY ("org_id","cluster_id")
);

-- CreateTable
CREATE TABLE "manifest" (
    "org_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "containers" JSONB NOT NULL,
    "locked" JSONB,
    "filters" JSONB NOT NULL,

    CONSTRAINT "manifest_pkey" PRIMARY KEY ("org_id","cluster_id","position")
);

-- CreateTable
CREATE TABLE "registry" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "username" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registry_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "image_repository" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scanned_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "image_repository_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "image" (
    "org_id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "tag" TEXT NOT NULL,
    "digest" TEXT,
    "created_at" TIMESTAMPTZ(3),
    "revision" TEXT,
    "source" TEXT,

    CONSTRAINT "image_pkey" PRIMARY KEY ("org_id","repository_id","tag")
);

-- CreateTable
CREATE TABLE "plan" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'calculating',
    "requested_by" JSONB NOT NULL,
    "cluster_id" UUID NOT NULL,
    "source" JSONB NOT NULL,
    "selection" JSONB,
    "subject" TEXT,
    "base_commit" TEXT,
    "items" JSONB NOT NULL DEFAULT '[]',
    "edits" JSONB NOT NULL DEFAULT '[]',
    "diff" TEXT NOT NULL DEFAULT '',
    "files" JSONB NOT NULL DEFAULT '[]',
    "title" TEXT NOT NULL DEFAULT '',
    "message" TEXT NOT NULL DEFAULT '',
    "problems" JSONB NOT NULL DEFAULT '[]',
    "hash" TEXT,
    "error" TEXT,
    "release_number" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "release" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "plan_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "cluster_id" UUID NOT NULL,
    "cluster_name" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "source" JSONB NOT NULL,
    "source_name" TEXT NOT NULL,
    "repository_id" UUID NOT NULL,
    "branch" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "diff" TEXT NOT NULL,
    "edits" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "requested_by" JSONB NOT NULL,
    "rollback_of" INTEGER,
    "base_commit" TEXT,
    "commit" TEXT,
    "error" TEXT,
    "retry_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "event_seq" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "release_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "release_step" (
    "org_id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "release_step_pkey" PRIMARY KEY ("org_id","release_id","name")
);

-- CreateTable
CREATE TABLE "release_item" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "workload" TEXT NOT NULL,
    "container" TEXT NOT NULL,
    "init" BOOLEAN NOT NULL,
    "written" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "from" TEXT,
    "to" TEXT,
    "file" TEXT,
    "line" INTEGER,
    "progress" JSONB,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "release_item_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "release_event" (
    "org_id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "level" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "release_event_pkey" PRIMARY KEY ("org_id","release_id","seq")
);

-- CreateTable
CREATE TABLE "lane" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "branch" TEXT NOT NULL,
    "owner" TEXT,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "lane_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "lane_entry" (
    "org_id" UUID NOT NULL,
    "lane_id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "lane_entry_pkey" PRIMARY KEY ("org_id","release_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "org_id" UUID NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "stream_event" (
    "org_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "event" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stream_event_pkey" PRIMARY KEY ("org_id","seq")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "org_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("org_id","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_email_key" ON "auth_user"("email");

-- CreateIndex
CREATE INDEX "auth_account_user_id_idx" ON "auth_account"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_account_provider_provider_account_id_key" ON "auth_account"("provider", "provider_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_session_session_token_key" ON "auth_session"("session_token");

-- CreateIndex
CREATE INDEX "auth_session_user_id_idx" ON "auth_session"("user_id");

-- CreateIndex
CREATE INDEX "auth_session_expires_idx" ON "auth_session"("expires");

-- CreateIndex
CREATE UNIQUE INDEX "auth_verification_token_token_key" ON "auth_verification_token"("token");

-- CreateIndex
CREATE UNIQUE INDEX "auth_verification_token_identifier_token_key" ON "auth_verification_token"("identifier", "token");

-- CreateIndex
CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE INDEX "invitation_email_idx" ON "invitation"("email");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_org_id_email_key" ON "invitation"("org_id", "email");

-- CreateIndex
CREATE INDEX "cluster_connected_last_seen_at_idx" ON "cluster"("connected", "last_seen_at");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_org_id_name_key" ON "cluster"("org_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_id_key" ON "cluster"("id");

-- CreateIndex
CREATE UNIQUE INDEX "enrolment_token_hash_key" ON "enrolment_token"("hash");

-- CreateIndex
CREATE INDEX "enrolment_token_org_id_cluster_id_idx" ON "enrolment_token"("org_id", "cluster_id");

-- CreateIndex
CREATE INDEX "workload_org_id_cluster_id_key_idx" ON "workload"("org_id", "cluster_id", "key");

-- CreateIndex
CREATE INDEX "workload_org_id_key_idx" ON "workload"("org_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "agent_command_org_id_id_key" ON "agent_command"("org_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "config_repository_org_id_url_key" ON "config_repository"("org_id", "url");

-- CreateIndex
CREATE INDEX "cluster_source_org_id_repository_id_branch_idx" ON "cluster_source"("org_id", "repository_id", "branch");

-- CreateIndex
CREATE INDEX "cluster_source_checked_at_idx" ON "cluster_source"("checked_at");

-- CreateIndex
CREATE INDEX "manifest_org_id_key_idx" ON "manifest"("org_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "registry_org_id_host_key" ON "registry"("org_id", "host");

-- CreateIndex
CREATE INDEX "image_repository_checked_at_idx" ON "image_repository"("checked_at");

-- CreateIndex
CREATE UNIQUE INDEX "image_repository_org_id_name_key" ON "image_repository"("org_id", "name");

-- CreateIndex
CREATE INDEX "plan_org_id_expires_at_idx" ON "plan"("org_id", "expires_at");

-- CreateIndex
CREATE INDEX "release_org_id_cluster_id_number_idx" ON "release"("org_id", "cluster_id", "number");

-- CreateIndex
CREATE INDEX "release_org_id_rollback_of_idx" ON "release"("org_id", "rollback_of");

-- CreateIndex
CREATE INDEX "release_status_idx" ON "release"("status");

-- CreateIndex
CREATE UNIQUE INDEX "release_org_id_number_key" ON "release"("org_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "release_org_id_plan_id_key" ON "release"("org_id", "plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "release_org_id_idempotency_key_key" ON "release"("org_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "release_item_org_id_release_id_idx" ON "release_item"("org_id", "release_id");

-- CreateIndex
CREATE INDEX "release_item_org_id_workload_idx" ON "release_item"("org_id", "workload");

-- CreateIndex
CREATE UNIQUE INDEX "lane_org_id_repository_id_branch_key" ON "lane"("org_id", "repository_id", "branch");

-- CreateIndex
CREATE INDEX "lane_entry_org_id_lane_id_idx" ON "lane_entry"("org_id", "lane_id");

-- CreateIndex
CREATE INDEX "outbox_id_idx" ON "outbox"("id");

-- CreateIndex
CREATE INDEX "stream_event_org_id_created_at_idx" ON "stream_event"("org_id", "created_at");

-- AddForeignKey
ALTER TABLE "auth_account" ADD CONSTRAINT "auth_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_counters" ADD CONSTRAINT "organization_counters_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_key" ADD CONSTRAINT "agent_key_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolment_token" ADD CONSTRAINT "enrolment_token_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workload" ADD CONSTRAINT "workload_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_command" ADD CONSTRAINT "agent_command_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bundle" ADD CONSTRAINT "bundle_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "config_repository" ADD CONSTRAINT "config_repository_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_source" ADD CONSTRAINT "cluster_source_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_source" ADD CONSTRAINT "cluster_source_org_id_repository_id_fkey" FOREIGN KEY ("org_id", "repository_id") REFERENCES "config_repository"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "manifest" ADD CONSTRAINT "manifest_org_id_cluster_id_fkey" FOREIGN KEY ("org_id", "cluster_id") REFERENCES "cluster"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registry" ADD CONSTRAINT "registry_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_repository" ADD CONSTRAINT "image_repository_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image" ADD CONSTRAINT "image_org_id_repository_id_fkey" FOREIGN KEY ("org_id", "repository_id") REFERENCES "image_repository"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release" ADD CONSTRAINT "release_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release" ADD CONSTRAINT "release_org_id_repository_id_fkey" FOREIGN KEY ("org_id", "repository_id") REFERENCES "config_repository"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release" ADD CONSTRAINT "release_org_id_rollback_of_fkey" FOREIGN KEY ("org_id", "rollback_of") REFERENCES "release"("org_id", "number") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "release_step" ADD CONSTRAINT "release_step_org_id_release_id_fkey" FOREIGN KEY ("org_id", "release_id") REFERENCES "release"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release_item" ADD CONSTRAINT "release_item_org_id_release_id_fkey" FOREIGN KEY ("org_id", "release_id") REFERENCES "release"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release_event" ADD CONSTRAINT "release_event_org_id_release_id_fkey" FOREIGN KEY ("org_id", "release_id") REFERENCES "release"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane" ADD CONSTRAINT "lane_org_id_repository_id_fkey" FOREIGN KEY ("org_id", "repository_id") REFERENCES "config_repository"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane_entry" ADD CONSTRAINT "lane_entry_org_id_lane_id_fkey" FOREIGN KEY ("org_id", "lane_id") REFERENCES "lane"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane_entry" ADD CONSTRAINT "lane_entry_org_id_release_id_fkey" FOREIGN KEY ("org_id", "release_id") REFERENCES "release"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_event" ADD CONSTRAINT "stream_event_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
