import { expect, test } from "vitest";
import type { Database } from "../database.ts";
import { createKeyring } from "./keyring.ts";

test("a key that was looked up before it was revoked is not remembered after", async () => {
  const row = {
    id: "k",
    name: "k",
    workspaceId: "w",
    role: "viewer",
    ingestOnly: false,
    revokedAt: null as Date | null,
  };
  const asked = Promise.withResolvers<typeof row>();
  const answers = [asked.promise, Promise.resolve({ ...row, revokedAt: new Date() })];
  const database = { key: { findUnique: () => answers.shift() } } as unknown as Database;
  const keyring = createKeyring({ database, ownerKey: "owner", workspace: "main", now: () => 0 });
  const before = keyring.byKey("key");
  keyring.forget();
  asked.resolve(row);
  expect(await before).not.toBeNull();
  expect(await keyring.byKey("key")).toBeNull();
});
