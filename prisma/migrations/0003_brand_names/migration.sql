-- How people speak of the brand: [{text, language}], for mentions in chat.
ALTER TABLE workspaces ADD COLUMN brand_names jsonb NOT NULL DEFAULT '[]';
