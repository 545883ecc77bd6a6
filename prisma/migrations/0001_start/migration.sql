CREATE TABLE workspaces (
  id          text PRIMARY KEY,
  name        text NOT NULL,
  created_at  timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE keys (
  id            text PRIMARY KEY,
  workspace_id  text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name          text NOT NULL,
  role          text NOT NULL CHECK (role IN ('owner', 'admin', 'marketer', 'host', 'moderator', 'viewer')),
  ingest_only   boolean NOT NULL DEFAULT false,
  hash          bytea NOT NULL UNIQUE,
  prefix        text NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  revoked_at    timestamptz(3)
);
CREATE INDEX keys_workspace_id_idx ON keys (workspace_id);

CREATE TABLE sign_in_links (
  hash          bytea PRIMARY KEY,
  workspace_id  text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  role          text NOT NULL,
  expires_at    timestamptz(3) NOT NULL,
  used_at       timestamptz(3)
);

CREATE TABLE sessions (
  hash          bytea PRIMARY KEY,
  workspace_id  text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name          text NOT NULL,
  role          text NOT NULL,
  key_id        text REFERENCES keys (id) ON DELETE CASCADE,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  expires_at    timestamptz(3) NOT NULL
);
CREATE INDEX sessions_workspace_id_idx ON sessions (workspace_id);

CREATE TABLE shows (
  id            text PRIMARY KEY,
  workspace_id  text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  title         text NOT NULL,
  starts_at     timestamptz(3),
  ends_at       timestamptz(3),
  started_at    timestamptz(3),
  ended_at      timestamptz(3),
  host          text,
  campaign      text,
  currency      text,
  timezone      text NOT NULL DEFAULT 'UTC',
  sample        boolean NOT NULL DEFAULT false,
  created_at    timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX shows_workspace_id_created_at_idx ON shows (workspace_id, created_at);

CREATE TABLE sources (
  id             text PRIMARY KEY,
  workspace_id   text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  show_id        text REFERENCES shows (id) ON DELETE CASCADE,
  platform       text NOT NULL,
  settings       jsonb NOT NULL,
  source         text NOT NULL,
  state          text NOT NULL DEFAULT 'connecting',
  detail         text,
  since          timestamptz(3) NOT NULL DEFAULT now(),
  cursor         text,
  heard_at       timestamptz(3),
  retry_at       timestamptz(3),
  received       bigint NOT NULL DEFAULT 0,
  stored         bigint NOT NULL DEFAULT 0,
  duplicates     bigint NOT NULL DEFAULT 0,
  dead_lettered  bigint NOT NULL DEFAULT 0,
  reconnects     integer NOT NULL DEFAULT 0,
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at     timestamptz(3)
);
CREATE INDEX sources_workspace_id_show_id_idx ON sources (workspace_id, show_id);

CREATE TABLE gaps (
  id         text PRIMARY KEY,
  source_id  text NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  from_at    timestamptz(3) NOT NULL,
  to_at      timestamptz(3),
  reason     text NOT NULL,
  recovered  boolean NOT NULL DEFAULT false
);
CREATE INDEX gaps_source_id_from_at_idx ON gaps (source_id, from_at);

CREATE TABLE settings (
  name   text PRIMARY KEY,
  value  jsonb NOT NULL
);
