CREATE TABLE switchbacks (
  id               text PRIMARY KEY,
  workspace_id     text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  show_id          text NOT NULL REFERENCES shows (id) ON DELETE CASCADE,
  title            text NOT NULL,
  switches         jsonb NOT NULL,
  seed             integer NOT NULL CHECK (seed >= 0),
  block_seconds    integer NOT NULL CHECK (block_seconds > 0),
  blocks           integer NOT NULL CHECK (blocks > 0 AND blocks % 2 = 0),
  burn_in_seconds  integer NOT NULL CHECK (burn_in_seconds >= 0 AND burn_in_seconds < block_seconds),
  registered_at    timestamptz(3) NOT NULL,
  starts_at        timestamptz(3),
  stopped_at       timestamptz(3),
  ended_at         timestamptz(3),
  created_at       timestamptz(3) NOT NULL DEFAULT now(),
  CHECK (starts_at IS NULL OR starts_at > registered_at)
);
CREATE INDEX switchbacks_workspace_id_show_id_idx ON switchbacks (workspace_id, show_id);

CREATE TABLE switchback_blocks (
  switchback_id  text NOT NULL REFERENCES switchbacks (id) ON DELETE CASCADE,
  block          integer NOT NULL CHECK (block >= 0),
  switched_at    timestamptz(3) NOT NULL,
  PRIMARY KEY (switchback_id, block)
);

ALTER TABLE offers ADD COLUMN switchback_id text REFERENCES switchbacks (id) ON DELETE SET NULL;
