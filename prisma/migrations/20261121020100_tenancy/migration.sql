-- What the schema language cannot say: who sees which rows, who may touch which tables, and that the audit
-- log is only ever added to. Every new tenant table needs the same lines; a test compares.

-- 1. Rows of one organization are invisible and unwritable to all others.
--
-- The sub-select makes the setting a constant of the query, so that indexes on org_id are used. nullif: after
-- a transaction that set it, the setting is '' and not null. FORCE: the owner is bound as well.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'organization_counters', 'membership', 'invitation', 'cluster', 'agent_key', 'enrolment_token',
    'workload', 'agent_command', 'bundle', 'config_repository', 'cluster_source', 'manifest', 'registry',
    'image_repository', 'image', 'plan', 'release', 'release_step', 'release_item', 'release_event',
    'lane', 'lane_entry', 'outbox', 'stream_event', 'audit_entry'
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

ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organization
  USING (id = (SELECT nullif(current_setting('app.org_id', true), '')::uuid))
  WITH CHECK (id = (SELECT nullif(current_setting('app.org_id', true), '')::uuid));

-- A signed-in person sees the own memberships and the organizations behind them.

CREATE POLICY own ON membership FOR SELECT
  USING (user_id = (SELECT nullif(current_setting('app.user_id', true), '')));
CREATE POLICY own ON organization FOR SELECT
  USING (id IN (
    SELECT org_id FROM membership
    WHERE user_id = (SELECT nullif(current_setting('app.user_id', true), ''))
  ));

-- 2. Questions that stand before any organization is known. Reading only: what they find is changed under
-- the organization it belongs to.

-- The organization of a slug; all of them, to clean up one after the other.
CREATE POLICY system ON organization FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on');
-- An agent names only its cluster; clusters whose agent fell silent.
CREATE POLICY system ON cluster FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on');
-- A new agent has only its token.
CREATE POLICY system ON enrolment_token FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on');
-- A person who signs in has only an address.
CREATE POLICY system ON invitation FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on');
-- The relay hands over the jobs of all organizations.
CREATE POLICY system ON outbox FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on');
-- The reconciler looks for work that nobody rang for: lanes, rollouts, scans, branches and plans.
CREATE POLICY system ON lane FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on');
CREATE POLICY system ON lane_entry FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on');
CREATE POLICY system ON release FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on' AND status = 'running');
CREATE POLICY system ON image_repository FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on');
CREATE POLICY system ON cluster_source FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on');
CREATE POLICY system ON plan FOR SELECT
  USING ((SELECT current_setting('app.system', true)) = 'on' AND status = 'calculating');

-- 3. The audit log is only added to, whoever asks.

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- 4. The queue keeps its own schema, made by its library: identifiers only.

CREATE SCHEMA bullmq;

-- 5. The app role owns nothing of the above. Where one role does everything, there is nobody to grant to: the
-- policies bind the owner, and the trigger guards the audit log.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stagecoach_app') THEN
    RAISE NOTICE 'There is no role stagecoach_app: the owner of the tables is expected to run the product';
    RETURN;
  END IF;
  GRANT USAGE ON SCHEMA public TO stagecoach_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON
    auth_user, auth_account, auth_session, auth_verification_token,
    organization, organization_counters, membership, invitation, cluster, agent_key, enrolment_token,
    workload, agent_command, bundle, config_repository, cluster_source, manifest, registry,
    image_repository, image, plan, release, release_step, release_item, release_event,
    lane, lane_entry, outbox, stream_event
    TO stagecoach_app;
  GRANT SELECT, INSERT ON audit_entry TO stagecoach_app;
  GRANT USAGE ON SEQUENCE outbox_id_seq TO stagecoach_app;
  GRANT USAGE, CREATE ON SCHEMA bullmq TO stagecoach_app;
END
$$;
