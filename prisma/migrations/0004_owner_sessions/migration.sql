-- What the owner key opened ends when that key is another one. Until now nobody noted it: everybody signs in again.
ALTER TABLE sessions ADD COLUMN owner_key_hash bytea;
ALTER TABLE sign_in_links ADD COLUMN owner_key_hash bytea;
DELETE FROM sessions WHERE key_id IS NULL;
DELETE FROM sign_in_links;
