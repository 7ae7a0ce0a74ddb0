#!/bin/sh
# One database and one user each for n8n and for the hub; run once, by the database's first start.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 \
  --set n8n_password="$N8N_DATABASE_PASSWORD" --set hub_password="$HUB_DATABASE_PASSWORD" <<'SQL'
CREATE USER n8n PASSWORD :'n8n_password';
CREATE DATABASE n8n OWNER n8n;
CREATE USER hub PASSWORD :'hub_password';
CREATE DATABASE hub OWNER hub;
SQL
