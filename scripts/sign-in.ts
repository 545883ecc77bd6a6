// `npm run sign-in`: asks the running hub for a new one-time sign-in link.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const dataDir = resolve(process.env.HUB_DATA_DIR || "data");
try {
  const { address } = JSON.parse(await readFile(join(dataDir, "hub.json"), "utf8")) as { address: string };
  const key = process.env.HUB_OWNER_KEY || (await readFile(join(dataDir, "secrets/owner-key"), "utf8")).trim();
  const reply = await fetch(`${address}/v1/sign-in-links`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
  });
  if (!reply.ok) throw new Error(`the hub at ${address} answered ${reply.status}`);
  const { url } = (await reply.json()) as { url: string };
  console.log(`Open this link in a browser (works once, within 24 hours):\n  ${url}`);
} catch (error) {
  console.error(`No link: ${(error as Error).message}. Is the hub running on ${dataDir}? Start it with "npm start".`);
  process.exit(1);
}
