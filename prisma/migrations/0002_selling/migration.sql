CREATE TABLE products (
  id              text PRIMARY KEY,
  workspace_id    text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  sku             text NOT NULL,
  title           text NOT NULL,
  price_micros    bigint NOT NULL CHECK (price_micros >= 0),
  price_currency  text NOT NULL,
  cost_micros     bigint CHECK (cost_micros >= 0),
  cost_currency   text,
  stock           integer NOT NULL CHECK (stock >= 0),
  reserved        integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  image           text,
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at      timestamptz(3),
  UNIQUE (workspace_id, sku)
);

CREATE TABLE offers (
  id                text PRIMARY KEY,
  workspace_id      text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  show_id           text NOT NULL REFERENCES shows (id) ON DELETE CASCADE,
  title             text NOT NULL,
  kind              text NOT NULL CHECK (kind IN ('flash', 'coupon', 'bundle', 'drop')),
  starts_at         timestamptz(3),
  duration_seconds  integer NOT NULL CHECK (duration_seconds > 0),
  stock             integer CHECK (stock >= 0),
  per_shopper       integer CHECK (per_shopper > 0),
  started_at        timestamptz(3),
  ended_at          timestamptz(3),
  created_at        timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX offers_workspace_id_show_id_idx ON offers (workspace_id, show_id);

CREATE TABLE offer_items (
  offer_id        text NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
  product_id      text NOT NULL REFERENCES products (id),
  price_micros    bigint NOT NULL CHECK (price_micros >= 0),
  price_currency  text NOT NULL,
  PRIMARY KEY (offer_id, product_id)
);

CREATE TABLE campaigns (
  id               text PRIMARY KEY,
  workspace_id     text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name             text NOT NULL,
  starts_at        timestamptz(3),
  ends_at          timestamptz(3),
  budget_micros    bigint CHECK (budget_micros >= 0),
  budget_currency  text,
  created_at       timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at       timestamptz(3)
);
CREATE INDEX campaigns_workspace_id_idx ON campaigns (workspace_id);

CREATE TABLE costs (
  id             text PRIMARY KEY,
  workspace_id   text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  campaign_id    text NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  day            date NOT NULL,
  kind           text NOT NULL CHECK (kind IN
    ('ads', 'host_fee', 'commission', 'production', 'platform_fee', 'shipping', 'discount', 'other')),
  amount_micros  bigint NOT NULL,
  currency       text NOT NULL,
  platform       text,
  creator_id     text,
  show_id        text,
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at     timestamptz(3)
);
CREATE INDEX costs_workspace_id_day_idx ON costs (workspace_id, day);

CREATE TABLE creators (
  id               text PRIMARY KEY,
  workspace_id     text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name             text NOT NULL,
  commission_rate  double precision NOT NULL CHECK (commission_rate BETWEEN 0 AND 1),
  disclosure       text,
  created_at       timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at       timestamptz(3)
);
CREATE INDEX creators_workspace_id_idx ON creators (workspace_id);

CREATE TABLE links (
  code          text PRIMARY KEY,
  workspace_id  text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  target        text NOT NULL,
  campaign_id   text,
  creator_id    text,
  show_id       text,
  platform      text,
  created_at    timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX links_workspace_id_idx ON links (workspace_id);

CREATE TABLE rates (
  workspace_id   text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  day            date NOT NULL,
  from_currency  text NOT NULL,
  to_currency    text NOT NULL,
  rate           numeric NOT NULL CHECK (rate > 0),
  PRIMARY KEY (workspace_id, from_currency, to_currency, day)
);

CREATE TABLE saved_funnels (
  id            text PRIMARY KEY,
  workspace_id  text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name          text NOT NULL,
  definition    jsonb NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  updated_at    timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX saved_funnels_workspace_id_idx ON saved_funnels (workspace_id);
