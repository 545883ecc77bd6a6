CREATE TABLE fees (
  id                  text PRIMARY KEY,
  workspace_id        text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  platform            text NOT NULL,
  name                text NOT NULL,
  from_day            date NOT NULL,
  rate                double precision NOT NULL CHECK (rate BETWEEN 0 AND 1),
  per_order_micros    bigint CHECK (per_order_micros >= 0),
  per_order_currency  text,
  created_at          timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at          timestamptz(3)
);
CREATE UNIQUE INDEX fees_workspace_id_platform_name_from_day_key
  ON fees (workspace_id, platform, name, from_day) WHERE deleted_at IS NULL;

CREATE TABLE show_results (
  show_id       text PRIMARY KEY REFERENCES shows (id) ON DELETE CASCADE,
  workspace_id  text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  ended_at      timestamptz(3) NOT NULL,
  taken_at      timestamptz(3) NOT NULL,
  seq           bigint NOT NULL,
  figures       jsonb NOT NULL
);
