#!/bin/sh
# Runs once, when the database is made: the role that owns the tables and the one that serves.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
  --set owner_password="$STAGECOACH_OWNER_PASSWORD" \
  --set app_password="$STAGECOACH_APP_PASSWORD" <<'SQL'
CREATE ROLE stagecoach_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE stagecoach_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE DATABASE stagecoach OWNER stagecoach_owner;
SQL
