-- A config repository is opened in one of several ways. What was a user name and a sealed password becomes one of them.

ALTER TABLE "config_repository"
    ADD COLUMN "credentials" JSONB NOT NULL DEFAULT '{"kind": "none"}',
    ADD COLUMN "host_key" TEXT,
    ADD COLUMN "ca" TEXT,
    ADD COLUMN "check_asked_at" TIMESTAMPTZ(3),
    ADD COLUMN "check" JSONB;

-- Every organization's rows are meant, and the owner is bound by row-level security as well.

ALTER TABLE "config_repository" NO FORCE ROW LEVEL SECURITY;

UPDATE "config_repository"
SET "credentials" = jsonb_build_object(
    'kind', 'basic',
    'username', coalesce("username", 'git'),
    'password', "password"
)
WHERE "password" IS NOT NULL;

ALTER TABLE "config_repository" FORCE ROW LEVEL SECURITY;

ALTER TABLE "config_repository"
    ALTER COLUMN "credentials" DROP DEFAULT,
    DROP COLUMN "username",
    DROP COLUMN "password";
